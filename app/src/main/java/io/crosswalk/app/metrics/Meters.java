package io.crosswalk.app.metrics;

import io.crosswalk.app.status.OpenTransaction;
import io.crosswalk.app.status.RunPhase;
import io.crosswalk.app.status.SlotHealth;
import io.crosswalk.app.status.Status;
import io.crosswalk.app.status.StatusBoard;
import io.crosswalk.app.status.TableProgress;
import io.crosswalk.operations.drift.finding.Verdict;
import io.crosswalk.operations.quarantine.QuarantineSummary;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.transaction.Batch;
import io.crosswalk.pipeline.transaction.Position;
import io.crosswalk.pipeline.transaction.Receipt;
import io.crosswalk.pipeline.transaction.Receipt.TableOperation;
import io.crosswalk.pipeline.transaction.Transaction;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * The metrics of one running migration: gauges that read its {@link StatusBoard}, histograms that a {@link MeteredSink} feeds, and the
 * JVM's own. All numbers of one scrape are of the same moment. Thread-safe.
 */
public final class Meters implements AutoCloseable {

    static final List<String> WAL_STATUSES = List.of("reserved", "extended", "unreserved", "lost");

    private final StatusBoard board;
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmMeters jvm = new JvmMeters(registry);
    private final Set<Object> registered = new HashSet<>();
    private final DistributionSummary batchRows;
    private final Timer apply;
    private final Timer transactionLatency;
    private volatile Status latest;

    public Meters(StatusBoard board) {
        this.board = board;
        this.latest = board.status();
        this.batchRows = DistributionSummary.builder(MeterDefinition.BATCH_ROWS.meter())
                .baseUnit(MeterDefinition.BATCH_ROWS.unit())
                .description(MeterDefinition.BATCH_ROWS.help())
                .serviceLevelObjectives(1, 10, 100, 1_000, 3_000, 10_000, 30_000, 100_000)
                .register(registry);
        this.apply = timer(MeterDefinition.APPLY, 1, 3, 10, 30, 100, 300, 1_000, 3_000, 10_000, 30_000);
        this.transactionLatency = timer(
                MeterDefinition.TRANSACTION_LATENCY, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 15_000, 60_000);
        registerGauges();
    }

    /** Everything, in Prometheus' text format. */
    public synchronized String scrape() {
        latest = board.status();
        registerTables(latest);
        return registry.scrape();
    }

    /** For meters that others want to add, and for tests. */
    public PrometheusMeterRegistry registry() {
        return registry;
    }

    /** A batch was written. */
    void written(Batch batch, Receipt receipt, Duration took, Instant now) {
        batchRows.record(batch.changeCount());
        apply.record(took);
        // What the ledger had already is left out of the receipt's count, and it is always the batch's beginning.
        int size = batch.transactions().size();
        int fresh = receipt.isDurable() ? Math.min(size, receipt.transactions()) : 0;
        for (Transaction transaction : batch.transactions().subList(size - fresh, size)) {
            Duration latency = Duration.between(transaction.committedAt(), now);
            // The two servers' clocks may disagree by more than the latency.
            transactionLatency.record(latency.isNegative() ? Duration.ZERO : latency);
        }
    }

    /** Releases the listeners of the JVM's meters. */
    @Override
    public void close() {
        jvm.close();
        registry.close();
    }

    private Timer timer(MeterDefinition definition, int... bucketMillis) {
        Duration[] buckets = new Duration[bucketMillis.length];
        for (int i = 0; i < buckets.length; i++) {
            buckets[i] = Duration.ofMillis(bucketMillis[i]);
        }
        return Timer.builder(definition.meter())
                .description(definition.help())
                .serviceLevelObjectives(buckets)
                .register(registry);
    }

    private void registerGauges() {
        gauge(MeterDefinition.LAG, Tags.empty(), status -> seconds(status.lag()));
        gauge(MeterDefinition.LAG_BYTES, Tags.empty(), Status::lagBytes);
        gauge(MeterDefinition.CANARY, Tags.empty(), Meters::canary);
        gauge(MeterDefinition.SLOT_RETAINED, Tags.empty(), Meters::retained);
        gauge(
                MeterDefinition.WAL_WARNING,
                Tags.empty(),
                status -> orNone(status.wal().warnBytes()));
        gauge(
                MeterDefinition.WAL_LIMIT,
                Tags.empty(),
                status -> orNone(status.wal().limitBytes()));
        gauge(
                MeterDefinition.QUARANTINE_LIMIT,
                Tags.empty(),
                status -> orNone(status.quarantineLimits().maxRows()));
        gauge(MeterDefinition.REFUSED, Tags.empty(), Meters::refused);
        gauge(
                MeterDefinition.REFUSED_LIMIT,
                Tags.empty(),
                status -> orNone(status.quarantineLimits().maxPercent()) / 100);
        gauge(MeterDefinition.CONSISTENT, Tags.empty(), status -> status.consistent() ? 1 : 0);
        gauge(MeterDefinition.CONSISTENT_IN, Tags.empty(), Meters::consistentIn);
        gauge(MeterDefinition.CONNECTED, Tags.empty(), status -> isConnected(status.slot()) ? 1 : 0);
        for (String known : WAL_STATUSES) {
            gauge(MeterDefinition.SLOT_WAL_STATUS, Tags.of("status", known), status -> hasStatus(status.slot(), known));
        }
        gauge(
                MeterDefinition.BACKFILL_THROTTLE,
                Tags.empty(),
                status -> status.throttling().level());
        for (Verdict verdict : Verdict.values()) {
            gauge(
                    MeterDefinition.DRIFT,
                    Tags.of("verdict", verdict.name().toLowerCase(Locale.ROOT)),
                    status -> status.drift().open(verdict));
        }
        for (RunPhase phase : RunPhase.values()) {
            String name = phase.name().toLowerCase(Locale.ROOT);
            gauge(MeterDefinition.PHASE, Tags.of("phase", name), status -> status.phase() == phase ? 1 : 0);
        }
        gauge(MeterDefinition.OPEN_ROWS, Tags.empty(), status -> {
            OpenTransaction open = status.openTransaction();
            return open == null ? 0 : open.rows();
        });
        gauge(MeterDefinition.OPEN_TIME, Tags.empty(), status -> {
            OpenTransaction open = status.openTransaction();
            return open == null ? 0 : seconds(Duration.between(open.since(), status.at()));
        });
        counter(MeterDefinition.TRANSACTIONS, Tags.empty(), Status::transactions);
        counter(MeterDefinition.RETRIES, Tags.empty(), Status::retries);
    }

    /** Tables become known while the migration runs, and stay: one that leaves the status counts as 0. */
    private void registerTables(Status status) {
        for (TableProgress progress : status.tables()) {
            TableId table = progress.table();
            if (registered.add(progress.table())) {
                Tags tags = Tags.of("table", table.toString());
                gauge(
                        MeterDefinition.BACKFILL_ROWS,
                        tags,
                        now -> progress(now, table).done());
                gauge(
                        MeterDefinition.BACKFILL_EXPECTED,
                        tags,
                        now -> progress(now, table).expected());
            }
        }
        for (Map.Entry<TableOperation, Long> rows : status.rows().entrySet()) {
            TableOperation key = rows.getKey();
            if (registered.add(key)) {
                Tags tags = Tags.of(
                        "table",
                        key.table().toString(),
                        "operation",
                        key.operation().name().toLowerCase(Locale.ROOT));
                counter(MeterDefinition.ROWS, tags, now -> now.rows().getOrDefault(key, 0L));
            }
        }
        registerQuarantine(MeterDefinition.QUARANTINED, status, QuarantineSummary::open);
        registerQuarantine(MeterDefinition.WAIVED, status, QuarantineSummary::waived);
    }

    private void registerQuarantine(
            MeterDefinition definition, Status status, Function<QuarantineSummary, Map<String, Long>> counts) {
        for (String table : counts.apply(status.quarantine()).keySet()) {
            if (registered.add(definition + " " + table)) {
                gauge(
                        definition,
                        Tags.of("table", table),
                        now -> counts.apply(now.quarantine()).getOrDefault(table, 0L));
            }
        }
    }

    private void gauge(MeterDefinition definition, Tags tags, ToDoubleFunction<Status> value) {
        Gauge.builder(definition.meter(), () -> value.applyAsDouble(latest))
                .baseUnit(definition.unit().isEmpty() ? null : definition.unit())
                .description(definition.help())
                .tags(tags)
                .register(registry);
    }

    private void counter(MeterDefinition definition, Tags tags, ToDoubleFunction<Status> value) {
        FunctionCounter.builder(definition.meter(), this, meters -> value.applyAsDouble(meters.latest))
                .description(definition.help())
                .tags(tags)
                .register(registry);
    }

    private static TableProgress progress(Status status, TableId table) {
        return status.tables().stream()
                .filter(progress -> progress.table().equals(table))
                .findFirst()
                .orElse(new TableProgress(table, 0, 0, false, 0));
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    /** A token that never comes back has no latency to show; the lag is how long it has been under way. */
    private static double canary(Status status) {
        Duration latency = status.canaryLatency();
        if (latency == null) {
            return status.lag().isZero() ? Double.NaN : seconds(status.lag());
        }
        return Math.max(seconds(latency), seconds(status.lag()));
    }

    private static double refused(Status status) {
        return status.refusals().rows() == 0 ? Double.NaN : status.refusals().percent() / 100;
    }

    private static double orNone(long limit) {
        return limit == 0 ? Double.NaN : limit;
    }

    private static double consistentIn(Status status) {
        Position from = status.consistentFrom();
        Position position = status.position();
        return from == null || position == null ? Double.NaN : from.bytesSince(position);
    }

    private static double retained(Status status) {
        SlotHealth slot = status.slot();
        return slot == null ? Double.NaN : slot.retainedBytes();
    }

    private static double hasStatus(@Nullable SlotHealth slot, String status) {
        return slot != null && status.equals(slot.walStatus()) ? 1 : 0;
    }

    private static boolean isConnected(@Nullable SlotHealth slot) {
        return slot != null && slot.active();
    }
}
