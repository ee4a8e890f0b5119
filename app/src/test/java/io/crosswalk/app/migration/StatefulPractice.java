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

/**
 * A legacy application whose mapping needs every kind of state that Crosswalk keeps: accounts by a service, ids that a column gives, folds,
 * inherited tenants, references that lack their parent, a table without a primary key. Its writes come one by one, from the test.
 */
final class StatefulPractice implements AutoCloseable {

    private static final int DEAD = 137;
    private static final long PATIENCE_SECONDS = 120;

    private static final String LEGACY = """
            CREATE TABLE "Clinic" (id text PRIMARY KEY, uuid_id uuid, name text NOT NULL);
            CREATE TABLE "User" (id text PRIMARY KEY, email text, "passwordHash" text, name text,
                                 "clinicId" text REFERENCES "Clinic" ON UPDATE CASCADE);
            CREATE TABLE "Form" (id text PRIMARY KEY, name text, "clinicId" text NOT NULL REFERENCES "Clinic" ON UPDATE CASCADE);
            CREATE TABLE "Field" (id integer PRIMARY KEY, "formId" text REFERENCES "Form" ON UPDATE CASCADE ON DELETE CASCADE, label text);
            CREATE TABLE "Zone" (id text PRIMARY KEY, name text);
            CREATE TABLE "Task" (id text PRIMARY KEY, "clinicId" text, "userId" text REFERENCES "User" ON UPDATE CASCADE ON DELETE CASCADE,
                                 "zoneId" text, "backupId" text, note text);
            CREATE TABLE "_FormToZone" ("A" text NOT NULL REFERENCES "Form" ON UPDATE CASCADE, "B" text NOT NULL REFERENCES "Zone");
            CREATE UNIQUE INDEX "_FormToZone_AB" ON "_FormToZone" ("A", "B");
            INSERT INTO "Clinic" VALUES ('c1', '00000000-0000-4000-8000-000000000001', 'One'),
                ('c2', '00000000-0000-4000-8000-000000000002', 'Two'), ('c3', NULL, 'Late');
            INSERT INTO "User" SELECT 'u' || n, 'User.' || n || '@Example.org', 'hash' || n, 'U', 'c' || n % 2 + 1 FROM generate_series(1, 6) n;
            INSERT INTO "Form" SELECT 'f' || n, 'Form', 'c1' FROM generate_series(1, 3) n;
            INSERT INTO "Field" SELECT n, 'f' || n % 3 + 1, 'L' FROM generate_series(1, 20) n;
            INSERT INTO "Zone" SELECT 'z' || n, 'Zone' FROM generate_series(1, 5) n;
            INSERT INTO "Task" SELECT 't' || n, CASE WHEN n % 3 = 0 THEN 'c1' END, 'u' || n % 6 + 1, 'z' || n % 6 + 1, 'z' || n % 7 + 1, 'x'
              FROM generate_series(1, 320) n;
            INSERT INTO "_FormToZone" VALUES ('f1', 'z1'), ('f2', 'z1');
            ANALYZE""";

    private static final String MAPPING = """
            mapping:
              mapping: 1
              tenant: { table: Clinic, column: clinic_id }
              accounts: { table: User, match: email, target: auth.users, create: admin_api }
              tables:
                Clinic:
                  keys: { column: uuid_id }
                  targets: [{ table: clinics, columns: { id: { id: id }, name: name } }]
                User:
                  tenant: clinicId
                  targets:
                    - table: auth.users
                      columns:
                        id: { account: id }
                        email: { lower: email }
                        encrypted_password: passwordHash
                        email_confirmed_at: { constant: "2020-01-01 00:00:00+00" }
                        raw_user_meta_data: { json: { name: name } }
                    - table: profiles
                      columns: { id: { account: id }, email: { lower: email }, name: name }
                    - table: roles
                      columns: { id: { id: id }, user_id: { account: id }, clinic_id: $tenant }
                Form:
                  tenant: clinicId
                  targets: [{ table: forms, columns: { id: { id: id }, name: name, clinic_id: $tenant } }]
                Field:
                  folds:
                    - { into: forms, column: fields, parent: { id: formId, of: Form }, order: id, value: { json: { label: label } } }
                Zone:
                  targets: [{ table: zones, columns: { id: { id: id }, name: name } }]
                Task:
                  tenant: [clinicId, { through: userId, of: User }]
                  targets:
                    - table: tasks
                      columns:
                        id: { id: id }
                        clinic_id: $tenant
                        user_id: { account: userId }
                        zone_id: { id: zoneId, of: Zone }
                        backup_id: { id: backupId, of: Zone, missing: null }
                        note: note
                _FormToZone:
                  targets:
                    - table: form_zones
                      key: [form_id, zone_id]
                      columns: { form_id: { id: A, of: Form }, zone_id: { id: B, of: Zone } }
            """;

    /** What the application does, over and over; $n is the number of the write. */
    private static final List<String> WRITES = List.of(
            "INSERT INTO \"User\" VALUES ('n$n', 'New.$n@example.org', 'h$n', 'N', 'c1')",
            "UPDATE \"User\" SET email = 'Changed.$n@example.org', name = 'C$n' WHERE id = 'u1'",
            "INSERT INTO \"Task\" VALUES ('s$n', NULL, 'u2', 'y$n', 'x$n', 'n'), ('r$n', 'c1', 'u3', NULL, NULL, 'n')",
            "UPDATE \"Field\" SET \"formId\" = 'f' || 1 + ($n + id) % 3, label = 'L$n' WHERE id % 4 = $n % 4",
            // More than a batch may hold, in one transaction.
            "INSERT INTO \"Task\" SELECT 'p$n-' || g, 'c2', 'u4', NULL, NULL, repeat('x', 1000) FROM generate_series(1, 150) g",
            "INSERT INTO \"Zone\" SELECT DISTINCT \"zoneId\", 'Zone $n' FROM \"Task\" WHERE \"zoneId\" LIKE 'y%' ON CONFLICT DO NOTHING",
            "UPDATE \"User\" SET \"clinicId\" = 'c' || 1 + $n % 2 WHERE id = 'u2'",
            "INSERT INTO \"Clinic\" VALUES ('k$n', NULL, 'Clinic $n'); INSERT INTO \"Form\" VALUES ('w$n', 'Waits', 'k$n')",
            "UPDATE \"Clinic\" SET uuid_id = gen_random_uuid() WHERE uuid_id IS NULL AND id < 'k'; DELETE FROM \"Task\" WHERE id LIKE 'p%'",
            "UPDATE \"User\" SET \"passwordHash\" = 'changed$n' WHERE id IN ('u1', 'u5')",
            "DELETE FROM \"User\" WHERE id = (SELECT min(id) FROM \"User\" WHERE id LIKE 'n%')",
            "INSERT INTO \"Form\" VALUES ('o$n', 'Old', 'c2'); INSERT INTO \"_FormToZone\" VALUES ('o$n', 'z2');"
                    + " UPDATE \"Form\" SET id = 'q$n' WHERE id = 'o$n'");

    private final Database legacy;
    private final Database target;
    private final Path folder;
    private final FakeAuth auth;
    private final MigratorProcess process;
    private int written;

    StatefulPractice(Path folder, Database legacy, Database target) throws Exception {
        this.folder = folder;
        this.legacy = legacy;
        this.target = target;
        MigrationBench.execute(legacy, LEGACY);
        try (Connection connection = target.connect()) {
            KamdentalTarget.createSupabase(connection);
        }
        this.auth = new FakeAuth(new AuthTables(target));
        MigratorFolder files = new MigratorFolder(folder);
        files.secret("service-key", FakeAuth.KEY);
        this.process = new MigratorProcess(files.write(legacy, target, """
                auth: {url: "%s", service_key_file: service-key}
                backfill: {readers: 2, chunk_rows: 100}
                stream: {heartbeat: 200ms, batch_bytes: 65536}
                """.formatted(auth.url()) + MAPPING));
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
            TimeUnit.MILLISECONDS.sleep(20);
        }
        assertThat(process.exit()).as("%s: %s", place, process.output()).hasValue(DEAD);
    }

    /** The next writes of the application. */
    void write(int count) throws SQLException {
        try (Connection connection = legacy.connect();
                Statement statement = connection.createStatement()) {
            for (int i = 0; i < count; i++) {
                statement.execute(WRITES.get(written % WRITES.size()).replace("$n", String.valueOf(written)));
                written++;
            }
        }
    }

    /** Each write of the application once. */
    void writeRound() throws SQLException {
        write(WRITES.size());
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
    public void close() throws InterruptedException {
        process.close();
        auth.close();
    }
}
