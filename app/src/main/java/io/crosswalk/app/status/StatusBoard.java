package io.crosswalk.app.status;

import io.crosswalk.operations.drift.finding.DriftSummary;
import io.crosswalk.operations.quarantine.QuarantineSummary;
import io.crosswalk.operations.quarantine.Refusals;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.transaction.Position;
import io.crosswalk.pipeline.transaction.Receipt;
import io.crosswalk.pipeline.transaction.Receipt.TableOperation;
import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The one place where the working threads write down how they are doing. Thread-safe; every write is short. */
public final class StatusBoard {

    private static final Duration MEASURED_RECENTLY = Duration.ofSeconds(3);

    private final String name;
    private final Clock clock;
    private final Instant startedAt;
    private final Map<TableId, TableProgress> tables = new LinkedHashMap<>();
    private final Map<TableOperation, Long> rows = new HashMap<>();
    private final Rate rate = new Rate();
    private final Map<TableId, Rate> tableRates = new HashMap<>();
    private RunPhase phase = RunPhase.STARTING;
    private @Nullable Position position;
    private @Nullable Position sourceEnd;
    private boolean consistent;
    private @Nullable Position consistentFrom;
    private @Nullable Instant consistentAt;
    private Duration lag = Duration.ZERO;
    private @Nullable Instant measuredAt;
    private @Nullable Duration canaryLatency;
    private @Nullable SlotHealth slot;
    private WalLimits wal = WalLimits.NONE;
    private @Nullable OpenTransaction openTransaction;
    private long transactions;
    private QuarantineSummary quarantine = QuarantineSummary.EMPTY;
    private DriftSummary drift = DriftSummary.NONE;
    private Throttling throttling = Throttling.NONE;
    private QuarantineLimits quarantineLimits = QuarantineLimits.NONE;
    private Refusals refusals = Refusals.NONE;
    private long retries;
    private @Nullable String lastError;

    public StatusBoard(String name, Clock clock) {
        this.name = name;
        this.clock = clock;
        this.startedAt = clock.instant();
    }

    public synchronized void enter(RunPhase next) {
        phase = next;
    }

    public synchronized RunPhase phase() {
        return phase;
    }

    /** Announces a legacy table, what it holds and what is loaded of it already. */
    public synchronized void expect(TableId table, long expected, long done, boolean complete) {
        tables.put(table, new TableProgress(table, Math.max(expected, done), done, complete, 0));
    }

    /** Rows of a legacy table that have become durable. */
    public synchronized void loaded(TableId table, long count, boolean complete) {
        TableProgress before = tables.getOrDefault(table, new TableProgress(table, 0, 0, false, 0));
        long done = before.done() + count;
        long expected = complete ? done : Math.max(before.expected(), done);
        tables.put(table, new TableProgress(table, expected, done, complete, 0));
        long now = System.nanoTime();
        rate.add(count, now);
        tableRates.computeIfAbsent(table, any -> new Rate()).add(count, now);
    }

    /** A write of the stream; that of a piece counts all pieces of its transaction so far. */
    public synchronized void applied(Receipt receipt) {
        OpenTransaction open = openTransaction;
        // Less than before where a new stream has begun the transaction again.
        rate.add(Math.max(0, receipt.written() - (open == null ? 0 : open.rows())), System.nanoTime());
        if (receipt.position() == null) {
            openTransaction = new OpenTransaction(receipt.written(), open == null ? clock.instant() : open.since());
        } else {
            openTransaction = null;
            position = receipt.position();
            transactions += receipt.transactions();
            receipt.rows().forEach((operation, count) -> rows.merge(operation, count, Long::sum));
        }
    }

    /** Where a stream begins: what an earlier one had not finished is gone. */
    public synchronized void position(Position known) {
        position = known;
        openTransaction = null;
    }

    /** Whether the target shows one commit of the source, from which position on, and since when. */
    public synchronized void consistency(boolean known, @Nullable Position from, @Nullable Instant at) {
        consistent = known;
        consistentFrom = from;
        consistentAt = at;
    }

    /** How much WAL the source may keep. */
    public synchronized void limits(WalLimits limits) {
        wal = limits;
    }

    /** How much may be set aside. */
    public synchronized void limits(QuarantineLimits limits) {
        quarantineLimits = limits;
    }

    /** How many of the newest rows were refused. */
    public synchronized void refusals(Refusals known) {
        refusals = known;
    }

    public synchronized void source(Position end, @Nullable SlotHealth health) {
        sourceEnd = end;
        slot = health;
    }

    public synchronized void lag(Duration known) {
        lag = known;
        measuredAt = clock.instant();
    }

    /** When the lag was last measured: a watcher that has died must not leave a good figure standing. Null before the first time. */
    public synchronized @Nullable Instant measuredAt() {
        return measuredAt;
    }

    public synchronized void canary(Duration latency) {
        canaryLatency = latency;
    }

    public synchronized void quarantine(QuarantineSummary known) {
        quarantine = known;
    }

    public synchronized void drift(DriftSummary known) {
        drift = known;
    }

    /** How far the backfill is slowed down, and why. */
    public synchronized void throttle(int level, List<String> reasons) {
        throttling = new Throttling(level, reasons);
    }

    public synchronized void retried() {
        retries++;
    }

    /** A failure, in words that carry no value of any row and no secret. */
    public synchronized void failed(String message) {
        lastError = message;
    }

    // Between two streams nobody measures, and the lag grows all the same.
    private Duration lagNow() {
        Instant measured = measuredAt;
        if (measured == null) {
            return lag;
        }
        Duration unseen = Duration.between(measured, clock.instant());
        return unseen.compareTo(MEASURED_RECENTLY) > 0 && phase != RunPhase.STOPPED ? lag.plus(unseen) : lag;
    }

    private List<TableProgress> progress() {
        long now = System.nanoTime();
        return tables.values().stream()
                .map(table -> {
                    Rate known = tableRates.get(table.table());
                    return known == null || table.complete() ? table : table.at(known.perSecond(now));
                })
                .toList();
    }

    public synchronized Status status() {
        Position end = sourceEnd;
        Position at = position;
        return new Status(
                name,
                phase,
                startedAt,
                clock.instant(),
                progress(),
                at,
                end,
                consistent,
                consistentFrom,
                consistentAt,
                lagNow(),
                end == null || at == null ? 0 : end.bytesSince(at),
                canaryLatency,
                slot,
                wal,
                openTransaction,
                transactions,
                rows,
                quarantine,
                drift,
                throttling,
                quarantineLimits,
                refusals,
                retries,
                rate.perSecond(System.nanoTime()),
                lastError);
    }
}
