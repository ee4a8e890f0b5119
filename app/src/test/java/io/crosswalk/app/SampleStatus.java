package io.crosswalk.app;

import io.crosswalk.app.status.QuarantineLimits;
import io.crosswalk.app.status.RunPhase;
import io.crosswalk.app.status.SlotHealth;
import io.crosswalk.app.status.StatusBoard;
import io.crosswalk.app.status.WalLimits;
import io.crosswalk.operations.drift.finding.DriftSummary;
import io.crosswalk.operations.drift.finding.Finding;
import io.crosswalk.operations.drift.finding.Kind;
import io.crosswalk.operations.drift.finding.SeenFinding;
import io.crosswalk.operations.drift.finding.Verdict;
import io.crosswalk.operations.quarantine.QuarantineSummary;
import io.crosswalk.operations.quarantine.QuarantineSummary.Reason;
import io.crosswalk.operations.quarantine.Refusals;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.transaction.Change.Operation;
import io.crosswalk.pipeline.transaction.Position;
import io.crosswalk.pipeline.transaction.Receipt;
import io.crosswalk.pipeline.transaction.Receipt.TableOperation;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Status boards for tests. */
public final class SampleStatus {

    public static final TableId GOAL = new TableId("public", "Goal");
    public static final TableId VALUES = new TableId("public", "MetricValue");

    private SampleStatus() {}

    /** A migration that streams, with something in every field. */
    public static StatusBoard streaming(Clock clock) {
        StatusBoard board = new StatusBoard("kamdental", clock);
        board.enter(RunPhase.STREAMING);
        board.expect(GOAL, 100, 100, true);
        board.expect(VALUES, 2_000, 500, false);
        TableOperation inserted = new TableOperation(new TableId("public", "goals"), Operation.INSERT);
        TableOperation deleted = new TableOperation(new TableId("public", "goals"), Operation.DELETE);
        Receipt receipt = new Receipt(
                Position.parse("0/1A2B3C"), clock.instant(), 3, Map.of(inserted, 7L, deleted, 2L), List.of(), 0, 0);
        board.applied(receipt);
        board.applied(new Receipt(null, clock.instant(), 0, Map.of(inserted, 50L), List.of(), 0, 0));
        board.consistency(true, Position.parse("0/1A0000"), Instant.parse("2026-03-04T05:06:07Z"));
        board.limits(new WalLimits(1 << 20, 1 << 30, WalLimits.Policy.PAUSE));
        board.source(Position.parse("0/1A2B4C"), new SlotHealth(4096, "reserved", true));
        board.lag(Duration.ofMillis(12));
        board.canary(Duration.ofMillis(8));
        board.quarantine(new QuarantineSummary(
                Map.of("public.goals", 3L),
                Map.of("public.goals", 1L, "public.clinics", 2L),
                List.of(new Reason("public.goals", "clinic_id: no row in public.clinics yet that it refers to", 3))));
        board.drift(new DriftSummary(List.of(new SeenFinding(
                new Finding(
                        Kind.COLUMN_NEW,
                        GOAL,
                        "colour",
                        Verdict.NEEDS_MAPPING,
                        "is new, and nothing is made of it",
                        "List it under drop"),
                Position.parse("0/1A2B00"),
                clock.instant(),
                "ana",
                "not needed"))));
        board.throttle(2, List.of("33 sessions work on the source, more than 32"));
        board.limits(new QuarantineLimits(500, 20, 1_000));
        board.refusals(new Refusals(200, 5));
        board.retried();
        board.failed("connection lost (SQLState 08006)");
        return board;
    }
}
