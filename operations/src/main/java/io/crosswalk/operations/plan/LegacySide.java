package io.crosswalk.operations.plan;

import io.crosswalk.operations.plan.design.IdentityChange;
import io.crosswalk.postgres.Identifiers;

import java.util.ArrayList;
import java.util.List;

/**
 * What {@code run} does to the legacy database, as files for its administrator: replica identities, which somebody may want to set at a
 * better hour, and how to take back everything. Pure.
 */
final class LegacySide {

    private LegacySide() {}

    static String forward(Plan plan) {
        List<String> statements = plan.input().identities().stream()
                .map(change -> PhaseFiles.comment("replica identity of " + change.relation())
                        + identity(change, change.wanted()))
                .toList();
        return PhaseFiles.file(
                "Phase 2 of " + plan.name() + ", on the legacy database: what updates and deletes carry in the WAL.",
                statements.isEmpty()
                        ? List.of("Nothing to do: every table names its rows already.")
                        : List.of(
                                "`crosswalk run` sets the same, table by table. Each statement locks its table for a moment.",
                                "FULL writes the whole old row into the WAL with every update and delete."),
                statements,
                false);
    }

    static String backward(Plan plan) {
        String slot = Identifiers.literal("crosswalk_" + plan.name());
        List<String> statements = new ArrayList<>();
        // A slot that is in use cannot be dropped, and the server says by which process it is.
        statements.add(PhaseFiles.comment("without the replication slot, which retains WAL")
                + "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = " + slot
                + " AND database = current_database();");
        statements.add(PhaseFiles.comment("without the publication") + "DROP PUBLICATION IF EXISTS "
                + Identifiers.quote("crosswalk_" + plan.name()) + ";");
        statements.add(PhaseFiles.comment("without the heartbeat, where no other migration reads this database") + """
                DO $crosswalk$
                BEGIN
                    IF NOT EXISTS (SELECT FROM pg_publication_tables WHERE schemaname = 'crosswalk' AND tablename = 'heartbeat') THEN
                        DROP TABLE IF EXISTS crosswalk.heartbeat;
                    END IF;
                END
                $crosswalk$;""");
        plan.input()
                .identities()
                .forEach(change -> change.former()
                        .ifPresent(former -> statements.add(
                                PhaseFiles.comment("without the replica identity of " + change.relation())
                                        + identity(change, former))));
        return PhaseFiles.file(
                "Rollback of phase 2 of " + plan.name() + ", on the legacy database.",
                List.of(
                        "Stop the migrator first. What it has copied stays in the target; it cannot go on from there (docs/starting-over.md)."),
                statements,
                false);
    }

    private static String identity(IdentityChange change, String identity) {
        return "ALTER TABLE " + Identifiers.quote(change.relation()) + " REPLICA IDENTITY " + identity + ";";
    }
}
