package io.crosswalk.app.migration;

import io.crosswalk.pipeline.Failpoint;
import io.crosswalk.testbed.server.Database;

import java.nio.file.Files;
import java.nio.file.Path;

/** How a process comes to each place where something becomes durable. A failpoint without a way to it does not compile. */
final class FailpointWays {

    private FailpointWays() {}

    /** How a process comes to a place. */
    @FunctionalInterface
    interface Way {
        void lead(StatefulPractice practice) throws Exception;
    }

    static Way way(Failpoint place) {
        return switch (place) {
            case TABLES_PREPARED, FOREIGN_KEYS_PREPARED, ACCOUNT_TRIGGERS_PREPARED ->
                practice -> practice.dieIn(place, 1, "prepare", "-c", practice.configuration());
            case PREPARE_ROLLED_BACK ->
                practice -> {
                    practice.prepare();
                    practice.dieIn(place, 1, "prepare", "--rollback", "-c", practice.configuration());
                };
            case PLAN_FILE_WRITTEN -> FailpointWays::dieInPlan;
            case DRAFT_WRITTEN -> FailpointWays::dieInDraft;

            // A first run, up to where changes are followed; in the middle of what is done more than once.
            case CONTROL_SCHEMA_WRITTEN,
                    CONTROL_SCHEMA_INSTALLED,
                    SEAT_SIGNED,
                    FOLD_TABLE_MADE,
                    SOURCE_SCHEMA_MADE,
                    REPLICA_IDENTITY_SET,
                    PUBLICATION_CREATED,
                    INDEXES_TAKEN_AWAY,
                    BEGINNING_NOTED,
                    SLOT_CREATED,
                    SLOT_WITNESSED,
                    LEDGER_OPENED,
                    BACKFILL_FINISHED,
                    BACKFILL_SETTLED,
                    STREAM_ENTERED -> run(place, 1);
            case TABLE_PUBLISHED,
                    CHUNK_WRITTEN,
                    CHUNK_COMMITTED,
                    INDEX_BUILT,
                    FOREIGN_KEY_ADDED,
                    FOREIGN_KEY_VALIDATED,
                    FOREIGN_KEY_FORGOTTEN,
                    ACCOUNT_MADE -> run(place, 3);
            case TABLE_WITHDRAWN ->
                practice -> {
                    MigrationBench.execute(
                            practice.legacy(),
                            "CREATE TABLE stray (id text); CREATE PUBLICATION crosswalk_killed FOR TABLE stray");
                    run(place, 1).lead(practice);
                };
            case LEFT_SLOT_DROPPED -> after(Failpoint.SLOT_CREATED, 1, place, 1);
            case NEWER_SNAPSHOT_TAKEN -> after(Failpoint.CHUNK_COMMITTED, 3, place, 1);

            case RANGE_NOTED, SURPLUS_REMOVED -> resync(place);

            // While changes are followed.
            case PIECE_WRITTEN, BATCH_COMMITTED, CONFIRMED, ACCOUNT_REQUESTED, ACCOUNT_CHANGED, ACCOUNT_DELETED ->
                run(place, 2);
            case BATCH_WRITTEN -> run(place, 7);
            case DELETIONS_RECORDED -> run(place, 1);

            // Commands, while no process runs.
            case RETRY_REQUESTED, RETRIED_WITHOUT_A_STREAM -> command(place, "quarantine", "retry");
            case WAIVED ->
                command(
                        place,
                        "quarantine",
                        "waive",
                        "--table",
                        "clinics",
                        "--key",
                        "c3",
                        "--by",
                        "me",
                        "--reason",
                        "r");
            case PAUSE_SWITCHED ->
                practice -> {
                    command(place, "pause").lead(practice);
                    practice.execute("resume", "-c", practice.configuration());
                };
            case DRIFT_NOTED ->
                practice -> {
                    practice.stream();
                    MigrationBench.execute(practice.legacy(), NEW_TABLE);
                    practice.runUntilDeath(place, 1);
                };
            case DRIFT_ACCEPTED ->
                practice -> {
                    practice.stream();
                    MigrationBench.execute(practice.legacy(), NEW_TABLE);
                    try (MigrationBench bench = practice.restart()) {
                        bench.streaming();
                    }
                    practice.dieIn(
                            place,
                            1,
                            "drift",
                            "accept",
                            "table-new:public.fresh",
                            "--by",
                            "me",
                            "--reason",
                            "r",
                            "-c",
                            practice.configuration());
                };
            case BASELINE_ADVANCED ->
                practice -> {
                    practice.stream();
                    practice.runUntilDeath(place, 1);
                };
            case FAILURE_NOTED -> FailpointWays::dieInARefusal;
        };
    }

    private static final String NEW_TABLE = "CREATE TABLE public.fresh (id text PRIMARY KEY)";

    private static Way run(Failpoint place, int times) {
        return practice -> {
            practice.prepare();
            practice.runUntilDeath(place, times);
        };
    }

    private static Way after(Failpoint first, int firstTimes, Failpoint place, int times) {
        return practice -> {
            run(first, firstTimes).lead(practice);
            practice.runUntilDeath(place, times);
        };
    }

    /** A command on a migration that has been streaming. */
    private static Way command(Failpoint place, String... command) {
        return practice -> {
            practice.stream();
            String[] line = new String[command.length + 2];
            System.arraycopy(command, 0, line, 0, command.length);
            line[command.length] = "-c";
            line[command.length + 1] = practice.configuration();
            practice.dieIn(place, 1, line);
        };
    }

    /** A migration that has been streaming is mended, though the application writes on. */
    static Way resync(Failpoint place) {
        return practice -> {
            practice.stream();
            // The slot goes with what these say, and rows stay that should be gone.
            practice.writeRound();
            MigrationBench.execute(practice.legacy(), "DELETE FROM \"User\" WHERE id = 'u6'");
            String[] line = {"resync", "--yes", "-c", practice.configuration()};
            practice.dieIn(place, 1, line);
            practice.execute(line);
        };
    }

    private static void dieInPlan(StatefulPractice practice) throws Exception {
        Path plan = practice.folder().resolve("plan");
        practice.dieIn(Failpoint.PLAN_FILE_WRITTEN, 3, "plan", "-o", plan.toString(), "-c", practice.configuration());
        practice.execute("plan", "-o", plan.toString(), "-c", practice.configuration());
    }

    private static void dieInDraft(StatefulPractice practice) throws Exception {
        String draft = practice.folder().resolve("drafted.yaml").toString();
        Database legacy = practice.legacy();
        String url = legacy.libpqUrl().replace("@", ":" + legacy.password() + "@");
        practice.dieIn(Failpoint.DRAFT_WRITTEN, 1, "draft", "--source", url, "-o", draft);
        practice.execute("draft", "--source", url, "-o", draft);
    }

    private static void dieInARefusal(StatefulPractice practice) throws Exception {
        practice.stream();
        Path file = Path.of(practice.configuration());
        String right = Files.readString(file);
        Files.writeString(file, right.replace("{ constant: \"2020-", "{ constant: \"2021-"));
        practice.runUntilDeath(Failpoint.FAILURE_NOTED, 1);
        Files.writeString(file, right);
    }
}
