package io.crosswalk.app.migration;

import io.crosswalk.app.ConfiguredMigration;
import io.crosswalk.app.configuration.Configuration;
import io.crosswalk.app.migration.preparation.MigrationSettings;
import io.crosswalk.app.migration.preparation.Preparation;
import io.crosswalk.operations.comparison.ComparisonReport;
import io.crosswalk.testbed.kamdental.KamdentalLegacy;
import io.crosswalk.testbed.kamdental.KamdentalTarget;
import io.crosswalk.testbed.kamdental.LegacyPopulation;
import io.crosswalk.testbed.server.Database;

import java.nio.file.Path;
import java.sql.Connection;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/** A migrator in a process of its own, its databases, and what a test asks of them. */
record MigratorBench(Database legacy, Database target, MigratorProcess migrator) {

    /** More for a measurement of something large. */
    private static final long PATIENCE_SECONDS = Long.getLong("patience.seconds", 120);

    /** The Kamdental application on both sides, with some rows. */
    static MigratorBench kamdental(Path folder, Database legacy, Database target, int rows) throws Exception {
        try (Connection connection = legacy.connect()) {
            KamdentalLegacy.create(connection);
            new LegacyPopulation(11, rows).fill(connection, (table, done, of) -> {});
        }
        try (Connection connection = target.connect()) {
            KamdentalTarget.create(connection);
        }
        // Chunks are small, so that there is a middle to be killed in.
        Path configuration = new MigratorFolder(folder).write(legacy, target, """
                mapping: builtin:kamdental
                backfill: {readers: 2, chunk_rows: 200}
                stream: {heartbeat: 500ms}
                """);
        return new MigratorBench(legacy, target, new MigratorProcess(configuration));
    }

    void assertEqualOnceDrained() throws Exception {
        // The servers of tests commit before they write: what is written may end before the last commit.
        String end = MigrationBench.rows(legacy, "SELECT pg_current_wal_insert_lsn()")
                .get(0);
        await(() -> MigrationBench.rows(target, "SELECT position >= '" + end + "' FROM crosswalk.ledger")
                .contains("t"));
        // What a backfill of several snapshots left for later is built while the stream runs.
        await(() ->
                MigrationBench.rows(target, "SELECT 1 FROM crosswalk.deferred").isEmpty());
        // 143 is SIGTERM's; what counts is that it ends by itself.
        assertThat(migrator.terminate()).isIn(0, 143);
        ComparisonReport report = compare();
        assertThat(report.problems()).isEmpty();
        assertThat(MigrationBench.rows(target, "SELECT conname FROM pg_constraint WHERE NOT convalidated"))
                .isEmpty();
        assertThat(migrator.output()).doesNotContain(legacy.password(), target.password());
    }

    private ComparisonReport compare() throws Exception {
        Configuration configuration = Configuration.read(migrator.configuration(), Map.of());
        MigrationSettings settings = ConfiguredMigration.settings(configuration);
        return Preparation.comparison(settings).run(table -> {});
    }

    void await(Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.call()) {
            assertThat(migrator.isAlive())
                    .as("migrator alive; it said:%n%s", migrator.output())
                    .isTrue();
            assertThat(System.nanoTime())
                    .as("deadline; the migrator said:%n%s", migrator.output())
                    .isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    /** Waits for the process to end by itself. */
    void awaitExit(int code) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (migrator.isAlive()) {
            assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(20);
        }
        assertThat(migrator.exit()).as(migrator.output()).hasValue(code);
    }

    int chunks(String condition) throws Exception {
        return exists("crosswalk.chunks")
                ? Integer.parseInt(
                        MigrationBench.rows(target, "SELECT count(*) FROM crosswalk.chunks WHERE " + condition)
                                .get(0))
                : 0;
    }

    String phase() throws Exception {
        return exists("crosswalk.ledger")
                ? MigrationBench.rows(target, "SELECT coalesce(max(phase), 'none') FROM crosswalk.ledger")
                        .get(0)
                : "none";
    }

    long transactions() throws Exception {
        return Long.parseLong(MigrationBench.rows(target, "SELECT transactions FROM crosswalk.ledger")
                .get(0));
    }

    private boolean exists(String table) throws Exception {
        return MigrationBench.rows(target, "SELECT to_regclass('" + table + "') IS NOT NULL")
                .contains("t");
    }
}
