package io.crosswalk.app.migration;

import io.crosswalk.app.ConfiguredMigration;
import io.crosswalk.app.ExitCode;
import io.crosswalk.app.Main;
import io.crosswalk.app.configuration.Configuration;
import io.crosswalk.pipeline.Failpoint;
import io.crosswalk.testbed.auth.AuthTables;
import io.crosswalk.testbed.auth.FakeAuth;
import io.crosswalk.testbed.kamdental.KamdentalTarget;
import io.crosswalk.testbed.server.Database;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/** The migration of {@link StatefulApplication}, in processes that die and in this one. The application's writes come one by one. */
final class StatefulPractice implements AutoCloseable {

    private static final int DEAD = 137;
    private static final long PATIENCE_SECONDS = 120;

    private final Database legacy;
    private final Database target;
    private final Path folder;
    /** The application's. Only one: opening connections takes the machine away from the process that starts meanwhile. */
    private final Connection application;

    private final FakeAuth auth;
    private final MigratorProcess process;
    private int written;

    StatefulPractice(Path folder, Database legacy, Database target) throws Exception {
        this.folder = folder;
        this.legacy = legacy;
        this.target = target;
        MigrationBench.execute(legacy, StatefulApplication.LEGACY);
        try (Connection connection = target.connect()) {
            KamdentalTarget.createSupabase(connection);
        }
        this.auth = new FakeAuth(new AuthTables(target));
        MigratorFolder files = new MigratorFolder(folder);
        files.secret("service-key", FakeAuth.KEY);
        this.process = new MigratorProcess(
                files.write(legacy, target, """
                auth: {url: "%s", service_key_file: service-key}
                backfill: {readers: 2, chunk_rows: 100}
                stream: {heartbeat: 200ms, batch_bytes: 65536}
                """.formatted(auth.url()) + StatefulApplication.MAPPING));
        this.application = legacy.connect();
    }

    Database legacy() {
        return legacy;
    }

    Database target() {
        return target;
    }

    FakeAuth auth() {
        return auth;
    }

    Path folder() {
        return folder;
    }

    /** A command in this process; it must succeed. */
    void execute(String... command) {
        said(ExitCode.OK, command);
    }

    /** The migration, up to where changes are followed; it is stopped then. */
    void stream() throws Exception {
        prepare();
        try (MigrationBench bench = restart()) {
            bench.streaming();
        }
    }

    /** A command in this process, how it must end, and what it says. */
    String said(int exit, String... command) {
        StringWriter said = new StringWriter();
        int code = Main.commandLine(Map.of(), ConfiguredMigration::new)
                .setOut(new PrintWriter(said, true))
                .setErr(new PrintWriter(said, true))
                .execute(command);
        assertThat(code).as(said.toString()).isEqualTo(exit);
        return said.toString();
    }

    /** Makes the target's tables. */
    void prepare() {
        execute("prepare", "-c", configuration());
    }

    /** {@code crosswalk run} in a process that dies at a place, while the application writes. */
    void runUntilDeath(Failpoint place, int times) throws Exception {
        process.startDoomed(place, times);
        awaitDeath(place);
    }

    /** Another command in a process that dies at a place. */
    void dieIn(Failpoint place, int times, String... command) throws Exception {
        process.startDoomed(place, times, List.of(command));
        awaitDeath(place);
    }

    private void awaitDeath(Failpoint place) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (process.exit().isEmpty()) {
            write(1);
            assertThat(System.nanoTime())
                    .as("the place %s was not reached; the process said:%n%s", place, process.output())
                    .isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(100);
        }
        assertThat(process.exit()).as("%s: %s", place, process.output()).hasValue(DEAD);
    }

    /** The next writes of the application. */
    void write(int count) throws SQLException {
        try (Statement statement = application.createStatement()) {
            for (int i = 0; i < count; i++) {
                statement.execute(StatefulApplication.WRITES
                        .get(written % StatefulApplication.WRITES.size())
                        .replace("$n", String.valueOf(written)));
                written++;
            }
        }
    }

    /** Each write of the application once. */
    void writeRound() throws SQLException {
        write(StatefulApplication.WRITES.size());
    }

    /** The migration of the same configuration, in this process: a test's own JVM is warm. */
    MigrationBench restart() {
        return new MigrationBench(ConfiguredMigration.settings(Configuration.read(process.configuration(), Map.of())));
    }

    /** The path of the configuration file. */
    String configuration() {
        return process.configuration().toString();
    }

    /** Starts again, writes a round, and finds both sides equal, row by row and account by account. */
    void assertGoesOnToEquality() throws Exception {
        try (MigrationBench bench = restart()) {
            bench.streaming();
            writeRound();
            bench.drained();
            assertThat(bench.compare().problems()).isEmpty();
            MigrationBench.execute(legacy, """
                    UPDATE "Clinic" SET uuid_id = gen_random_uuid() WHERE uuid_id IS NULL;
                    INSERT INTO "Zone" SELECT z, 'Last' FROM "Task", unnest(ARRAY["zoneId", "backupId"]) z WHERE z IS NOT NULL
                    ON CONFLICT DO NOTHING""");
            bench.drained();
            assertThat(bench.compare().problems()).isEmpty();
            assertThat(MigrationBench.rows(target, "SELECT source_table, source_key, reason FROM crosswalk.quarantine"))
                    .isEmpty();
            assertThat(MigrationBench.rows(target, "SELECT row_key FROM crosswalk.awaited"))
                    .isEmpty();
            assertAccounts(bench);
            bench.until("foreign keys are built", status -> noneDeferred());
        }
        assertThat(MigrationBench.rows(target, "SELECT conname FROM pg_constraint WHERE NOT convalidated"))
                .isEmpty();
    }

    private boolean noneDeferred() {
        try {
            return MigrationBench.rows(target, "SELECT 1 FROM crosswalk.deferred")
                    .isEmpty();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void assertAccounts(MigrationBench bench) throws Exception {
        bench.until("accounts of users who are gone are deleted", status -> {
            try {
                return MigrationBench.rows(target, "SELECT 1 FROM crosswalk.account_requests WHERE doomed")
                        .isEmpty();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(MigrationBench.rows(target, """
                        SELECT m.old_id, a.email, a.encrypted_password, a.raw_user_meta_data ->> 'name', (SELECT count(*) FROM profiles p WHERE p.id = a.id)
                        FROM auth.users a LEFT JOIN crosswalk.id_mappings m ON m.table_name = 'User' AND m.new_id = a.id
                        ORDER BY m.old_id COLLATE "C" """))
                .isEqualTo(MigrationBench.rows(
                        legacy,
                        "SELECT id, lower(email), \"passwordHash\", name, 1 FROM \"User\" ORDER BY id COLLATE \"C\""));
    }

    @Override
    public void close() throws SQLException, InterruptedException {
        process.close();
        auth.close();
        application.close();
    }
}
