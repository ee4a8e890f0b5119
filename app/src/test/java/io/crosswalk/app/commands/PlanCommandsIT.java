package io.crosswalk.app.commands;

import io.crosswalk.app.ExitCode;
import io.crosswalk.app.Main;
import io.crosswalk.testbed.fieldwork.FieldworkLegacy;
import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.junit.Legacy;
import io.crosswalk.testbed.junit.Target;
import io.crosswalk.testbed.kamdental.KamdentalLegacy;
import io.crosswalk.testbed.kamdental.KamdentalTarget;
import io.crosswalk.testbed.server.Database;
import io.crosswalk.transformer.secrets.TinkSealer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/** plan and prepare, as an operator uses them. */
@Databases
class PlanCommandsIT {

    @TempDir
    Path folder;

    @Legacy
    private Database legacy;

    @Target
    private Database target;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void create() throws SQLException, IOException {
        try (Connection connection = legacy.connect();
                Statement statement = connection.createStatement()) {
            KamdentalLegacy.create(connection);
            statement.execute(
                    "INSERT INTO \"Clinic\" SELECT 'cjld2cjxh000' || (1000 + g) || 'qzrmn831i', 'n', 'l', 's', now(), now()"
                            + " FROM generate_series(1, 1234) g; ANALYZE");
        }
        Files.writeString(folder.resolve("crosswalk.yaml"), """
                name: small
                source: { url: "%s", password_env: SOURCE_PASSWORD }
                target: { url: "%s", password_env: TARGET_PASSWORD }
                mapping: builtin:kamdental
                keys: { namespace: 0b9f3f0e-5a0d-4a55-9a2e-6f1b1c1f7c11 }
                secrets: { keyset_env: KEYSET }
                """.formatted(legacy.libpqUrl(), target.libpqUrl()));
    }

    private void createSupabase() throws SQLException {
        try (Connection connection = target.connect()) {
            KamdentalTarget.createSupabase(connection);
        }
    }

    @Test
    void thePlanIsWrittenAndAnOlderOneIsNotReplacedUnasked() throws Exception {
        createSupabase();
        Path plan = folder.resolve("plan");

        assertThat(execute("plan", "-o", plan.toString())).isZero();

        assertThat(plan.resolve("migrations/phase-1.sql")).content().contains("CREATE TABLE \"public\".\"clinics\"");
        assertThat(plan.resolve("migrations/phase-3.sql")).content().contains("NOT VALID", "VALIDATE CONSTRAINT");
        assertThat(plan.resolve("migrations/phase-4.sql")).content().contains("ON CONFLICT (\"id\") DO NOTHING");
        assertThat(plan.resolve("migrations/rollback/phase-6-rollback.sql"))
                .content()
                .contains("Nothing to take back");
        assertThat(plan.resolve("report.md"))
                .content()
                .contains("| Clinic | 1,234 | ", "| DataSource | ", "public.google\\_credentials (some rows)")
                .contains("| Widget | dashboardId -> Dashboard -> userId -> User -> clinicId |".replace(">", "\\>"))
                .contains("* User.email: lower case", "* User.role: several values become one")
                .contains(
                        "* DataSource.refreshToken: sealed, comes back with the keyset only; kept only in public.google")
                .contains("\\_prisma\\_migrations: the whole table is left behind")
                .contains("flowchart LR", "[\"widgets\"]", "[\"auth.users\"]", "-->|\"dashboard_id\"|")
                .doesNotContain("MetricValue.value:", "User.clinicId:");

        assertThat(execute("plan", "-o", plan.toString())).as("the same again").isZero();
        Files.writeString(plan.resolve("migrations/phase-1.sql"), "-- edited by hand");
        assertThat(execute("plan", "-o", plan.toString())).isEqualTo(ExitCode.REFUSED);
        assertThat(err.toString()).contains("phase-1.sql", "--overwrite");
        assertThat(plan.resolve("migrations/phase-1.sql")).hasContent("-- edited by hand");
        assertThat(execute("plan", "-o", plan.toString(), "--overwrite")).isZero();
    }

    @Test
    void prepareMakesTheTargetOnceAndTakesItBack() throws Exception {
        createSupabase();

        assertThat(execute("prepare", "--dry-run")).isZero();
        assertThat(execute("prepare", "--rollback")).isZero();
        assertThat(out.toString())
                .contains(
                        "CREATE TABLE \"public\".\"widgets\"",
                        "prepare has made nothing for small: nothing was changed");
        assertThat(execute("prepare")).isZero();
        assertThat(out.toString()).contains("made table public.widgets", "the target is ready for crosswalk run");
        assertThat(execute("plan", "-o", folder.resolve("plan").toString())).isZero();
        assertThat(folder.resolve("plan/migrations/rollback/phase-1-rollback.sql"))
                .as("a plan after prepare still knows the way back")
                .content()
                .contains("DROP TABLE IF EXISTS \"public\".\"widgets\"");

        assertThat(execute("prepare")).isZero();
        assertThat(out.toString()).contains("the target has everything that the mapping needs: nothing was changed");
        assertThat(execute("prepare", "--rollback", "--dry-run")).isZero();
        assertThat(execute("prepare", "--rollback")).isZero();
        assertThat(out.toString()).contains("took back table public.widgets");
        try (Connection connection = target.connect()) {
            assertThat(connection
                            .getMetaData()
                            .getTables(null, "public", null, new String[] {"TABLE"})
                            .next())
                    .isFalse();
        }
        assertThat(err.toString()).doesNotContain("note:");
    }

    @Test
    void withoutSupabaseAuthPrepareRefusesAndSaysWhatToDo() {
        assertThat(execute("prepare")).isEqualTo(ExitCode.REFUSED);

        assertThat(err.toString())
                .contains(
                        "nothing was changed", "auth.users, auth.identities", "name a Supabase database as the target")
                .doesNotContain("Exception");
    }

    @Test
    void aDraftOfALargeSchemaIsMadeWithoutAHandEditAndTakenBack() throws Exception {
        try (Connection connection = legacy.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
            FieldworkLegacy.create(connection);
        }
        List<String> before = names();
        Files.delete(folder.resolve("crosswalk.yaml"));
        int drafted = run(
                "draft",
                "--source",
                legacy.libpqUrl(),
                "--target",
                target.libpqUrl(),
                "--tenant",
                FieldworkLegacy.TENANT.name(),
                "-o",
                folder.resolve("crosswalk.yaml").toString());
        assertThat(drafted).as("%s", err).isZero();

        assertThat(execute("prepare")).as("%s", err).isZero();
        List<String> made = names();
        assertThat(made).hasSizeGreaterThan(before.size() + 500);
        assertThat(execute("prepare")).isZero();
        assertThat(names()).isEqualTo(made);
        assertThat(execute("prepare", "--rollback")).as("%s", err).isZero();

        assertThat(names()).isEqualTo(before);
    }

    /** Everything in the target that has a name. */
    private List<String> names() throws SQLException {
        String sql = """
                SELECT 'relation ' || oid::regclass || relkind::text FROM pg_class WHERE oid >= 16384 AND relkind <> 't'
                    AND relnamespace <> 'pg_toast'::regnamespace
                UNION ALL SELECT 'constraint ' || conname || pg_get_constraintdef(oid) FROM pg_constraint WHERE oid >= 16384
                UNION ALL SELECT 'type ' || oid::regtype FROM pg_type WHERE oid >= 16384 AND typnamespace <> 'pg_toast'::regnamespace
                UNION ALL SELECT 'function ' || oid::regprocedure FROM pg_proc WHERE oid >= 16384
                UNION ALL SELECT 'schema ' || nspname FROM pg_namespace UNION ALL SELECT 'extension ' || extname FROM pg_extension
                ORDER BY 1""";
        List<String> names = new ArrayList<>();
        try (Connection connection = target.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                names.add(row.getString(1));
            }
        }
        return names;
    }

    private int execute(String command, String... more) {
        String[] arguments = new String[more.length + 3];
        arguments[0] = command;
        arguments[1] = "-c";
        arguments[2] = folder.resolve("crosswalk.yaml").toString();
        System.arraycopy(more, 0, arguments, 3, more.length);
        return run(arguments);
    }

    private int run(String... arguments) {
        Map<String, String> environment = Map.of(
                "SOURCE_PASSWORD",
                legacy.password(),
                "LEGACY_PASSWORD",
                legacy.password(),
                "TARGET_PASSWORD",
                target.password(),
                "KEYSET",
                TinkSealer.newKeyset());
        return Main.commandLine(environment, (configuration, board, meters) -> {
                    throw new IllegalStateException("nothing is run here");
                })
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
