package io.crosswalk.app.migration;

import io.crosswalk.app.ConfiguredMigration;
import io.crosswalk.app.Main;
import io.crosswalk.app.configuration.Configuration;
import io.crosswalk.app.migration.preparation.MigrationSettings;
import io.crosswalk.app.resync.Resync;
import io.crosswalk.app.resync.ResyncOptions;
import io.crosswalk.app.resync.ResyncReport;
import io.crosswalk.pipeline.Failpoint;
import io.crosswalk.pipeline.SinkException;
import io.crosswalk.pipeline.SourceException;
import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.junit.Legacy;
import io.crosswalk.testbed.junit.Target;
import io.crosswalk.testbed.server.Database;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A broken migration is mended by copying only what differs, whatever happened while the stream did not see it. */
@Databases
class ResyncIT {

    private static final String DROP_SLOT = "SELECT pg_drop_replication_slot('crosswalk_killed')";

    /** Few key ranges, every kind of change: rows, parents, users, tenants, folds and what the mapping leaves out. */
    private static final List<String> UNSEEN = List.of("""
            UPDATE "MetricValue" SET value = '42.5' WHERE id = (SELECT min(id) FROM "MetricValue")""", """
            DELETE FROM "MetricValue" WHERE id IN (SELECT id FROM "MetricValue" ORDER BY id LIMIT 3 OFFSET 10)""", """
            INSERT INTO "Clinic" (id, name, location, status, "updatedAt") VALUES ('cnew00000000000000000001', 'New', 'x', 'active', now())""", """
            INSERT INTO "User" (id, email, name, role, "clinicId", "updatedAt")
            VALUES ('cnewuser0000000000000001', 'new@example.org', 'New', 'dentist', 'cnew00000000000000000001', now())""", """
            DELETE FROM "Goal" WHERE id IN (SELECT id FROM "Goal" ORDER BY id LIMIT 2)""", """
            UPDATE "User" SET "clinicId" = (SELECT max(id) FROM "Clinic" WHERE id <> 'cnew00000000000000000001')
            WHERE id = (SELECT "userId" FROM "Dashboard" ORDER BY id LIMIT 1)""", """
            DELETE FROM "ColumnMapping" WHERE id = (SELECT min(id) FROM "ColumnMapping")""");

    @Legacy
    private Database legacy;

    @Target
    private Database target;

    @TempDir
    private Path folder;

    private MigratorBench migration;
    private MigrationSettings settings;

    @BeforeEach
    void migrateAndStop() throws Exception {
        migration = MigratorBench.kamdental(folder, legacy, target, 6_000);
        settings = ConfiguredMigration.settings(
                Configuration.read(migration.migrator().configuration(), Map.of()));
        try (MigrationBench bench = new MigrationBench(settings)) {
            bench.streaming().drained();
        }
        SlotGuardsIT.await(
                legacy, "SELECT 1 FROM pg_replication_slots WHERE slot_name = 'crosswalk_killed' AND NOT active");
    }

    private void changeUnseen() throws SQLException {
        for (String change : UNSEEN) {
            MigrationBench.execute(legacy, change);
        }
    }

    private ResyncReport resync(boolean dryRun, boolean yes, String... tables) throws Exception {
        return new Resync(settings, new ResyncOptions(dryRun, yes, Set.of(tables))).run();
    }

    private void goesOnToEquality() throws Exception {
        try (MigrationBench bench = new MigrationBench(settings)) {
            bench.streaming();
            MigrationBench.execute(legacy, "UPDATE \"Clinic\" SET location = 'after the resync'");
            bench.drained();
            assertThat(bench.compare().problems()).isEmpty();
            bench.until("consistency", status -> status.consistent());
        }
        assertThat(MigrationBench.rows(
                        target, "SELECT 1 FROM public.clinics WHERE location <> 'after the resync' LIMIT 1"))
                .isEmpty();
    }

    @Test
    void aLostSlotIsMendedByCopyingOnlyTheRangesThatDiffer() throws Exception {
        MigrationBench.execute(legacy, DROP_SLOT);
        changeUnseen();
        String accounts = "SELECT count(*) FROM auth.users";
        String before = MigrationBench.rows(target, accounts).get(0);
        try (MigrationBench bench = new MigrationBench(settings)) {
            assertThat(bench.failure()).isInstanceOf(SourceException.class).hasMessageContaining("crosswalk resync");
        }

        ResyncReport looked = resync(true, false);
        assertThat(looked.differing()).isBetween(4, 14);
        assertThat(MigrationBench.rows(target, "SELECT phase FROM crosswalk.ledger"))
                .containsExactly("STREAMING");
        ResyncReport mended = resync(false, false);

        assertThat(mended.ranges()).isGreaterThan(25);
        assertThat(mended.differing()).isBetween(4, 14);
        assertThat(mended.surplus()).isGreaterThanOrEqualTo(6);
        // A range with rows in the quarantine is copied too, so that they are judged anew.
        assertThat(MigrationBench.rows(
                        target,
                        "SELECT count(*) <= 1 + (SELECT count(*) FROM crosswalk.quarantine) FROM crosswalk.chunks"
                                + " WHERE copied AND table_name = 'MetricValue'"))
                .as("copied ranges of the largest table")
                .containsExactly("t");
        goesOnToEquality();
        assertThat(MigrationBench.rows(target, accounts)).containsExactly(String.valueOf(Integer.parseInt(before) + 1));
    }

    @Test
    void whoIsKilledInTheMiddleIsRunAgain() throws Exception {
        MigrationBench.execute(legacy, DROP_SLOT);
        changeUnseen();
        MigratorProcess process = migration.migrator();
        List<String> command = List.of("resync", "-c", process.configuration().toString());
        for (Failpoint place : List.of(Failpoint.SLOT_CREATED, Failpoint.LEDGER_OPENED, Failpoint.CHUNK_COMMITTED)) {
            process.startDoomed(place, 1, command);
            migration.awaitExit(137);
        }
        try (MigrationBench bench = new MigrationBench(settings)) {
            assertThat(bench.failure())
                    .isInstanceOf(SinkException.class)
                    .hasMessageContaining("a resync of killed has not ended");
        }
        // What happens between two attempts is in the stream, or in the newer snapshot.
        MigrationBench.execute(legacy, "DELETE FROM \"MetricValue\" WHERE id = (SELECT max(id) FROM \"MetricValue\")");

        StringWriter out = new StringWriter();
        int code = Main.commandLine(Map.of(), (configuration, board, meters) -> {
                    throw new IllegalStateException("nothing runs here");
                })
                .setOut(new PrintWriter(out))
                .execute("resync", "-c", process.configuration().toString(), "--json");

        assertThat(code).as(process.output()).isZero();
        assertThat(out.toString()).contains("\"dry_run\":false");
        goesOnToEquality();
    }

    @Test
    void aTableThatWasMissedIsMendedAloneAndARestoredTargetAsAWhole() throws Exception {
        MigrationBench.execute(legacy, "ALTER PUBLICATION crosswalk_killed DROP TABLE \"Goal\"");
        MigrationBench.execute(legacy, "UPDATE \"Goal\" SET \"targetValue\" = 'unseen'");
        MigrationBench.execute(legacy, "ALTER PUBLICATION crosswalk_killed ADD TABLE ONLY \"Goal\"");
        assertThatThrownBy(() -> resync(false, true, "Widget"))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("\"Goal\" was taken out and added again");

        ResyncReport mended = resync(false, true, "Goal");

        assertThat(mended.tables()).extracting(table -> table.table().name()).containsExactly("Goal");
        goesOnToEquality();

        MigrationBench.execute(target, """
                UPDATE crosswalk.ledger SET position = slot_created; SET session_replication_role = replica;
                DELETE FROM public.metric_values; DELETE FROM public.widgets; DELETE FROM public.user_clinic_roles;
                UPDATE public.providers SET name = 'of before'""");
        assertThatThrownBy(() -> resync(false, false))
                .isInstanceOf(SinkException.class)
                .hasMessageContaining("--yes");
        resync(false, true);
        goesOnToEquality();
    }
}
