package io.crosswalk.operations.plan;

import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.junit.Legacy;
import io.crosswalk.testbed.junit.Target;
import io.crosswalk.testbed.kamdental.KamdentalTarget;
import io.crosswalk.testbed.server.Database;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** The files of a plan as an administrator runs them: with psql where there is one, else as they are over one connection. */
@Databases
class PlanFilesIT {

    @TempDir
    private Path folder;

    @Legacy
    private Database legacy;

    @Target
    private Database target;

    @BeforeEach
    void create() throws SQLException, IOException {
        OddLegacy.execute(legacy, OddLegacy.SCHEMA);
        try (Connection connection = target.connect()) {
            KamdentalTarget.createSupabase(connection);
        }
        PlanFiles.of(OddLegacy.plan(legacy, target, "app")).write(folder);
    }

    @Test
    void thePhasesAndTheirRollbacksRunAsTheyAreWritten() throws Exception {
        List<String> before = CatalogDump.of(target);
        for (int phase = 1; phase <= 6; phase++) {
            run(target, "migrations/phase-" + phase + ".sql");
        }
        assertThat(OddLegacy.rows(
                        target,
                        "SELECT conname || ' ' || convalidated || ' ' || pg_get_constraintdef(oid) FROM pg_constraint"
                                + " WHERE conrelid = 'app.bookings'::regclass ORDER BY conname"))
                .anySatisfy(line -> assertThat(line).contains("EXCLUDE USING gist (room WITH =, \"dur ing\" WITH &&)"))
                .anySatisfy(line -> assertThat(line).startsWith("fine_rooms false"))
                .anySatisfy(line -> assertThat(line).startsWith("bookings_country_town_fkey false"))
                .anySatisfy(line -> assertThat(line)
                        .startsWith("bookings_country_region_fkey true")
                        .contains("(country, region) REFERENCES app.regions(country, code)"));
        assertThat(OddLegacy.rows(
                        target,
                        "SELECT 'App' COLLATE app.\"no Case\" = 'app', attcollation::regcollation::text FROM pg_attribute"
                                + " WHERE attrelid = 'app.regions'::regclass AND attname = 'code'"))
                .containsExactly("t");
        for (int phase = 6; phase >= 1; phase--) {
            run(target, "migrations/rollback/phase-" + phase + "-rollback.sql");
        }
        assertThat(CatalogDump.of(target)).isEqualTo(before);
    }

    @Test
    void soDoTheFilesForTheLegacyDatabase() throws Exception {
        OddLegacy.execute(
                legacy,
                "ALTER TABLE \"Booking\" REPLICA IDENTITY NOTHING; CREATE SCHEMA crosswalk; CREATE TABLE crosswalk.heartbeat ();"
                        + "CREATE PUBLICATION crosswalk_odd FOR TABLE crosswalk.heartbeat;");
        PlanFiles.of(OddLegacy.plan(legacy, target, "app")).write(folder);
        String identity = "SELECT relreplident FROM pg_class WHERE relname = 'Booking'";

        run(legacy, "migrations/phase-2-legacy.sql");
        assertThat(OddLegacy.rows(legacy, identity)).containsExactly("d");
        run(legacy, "migrations/rollback/phase-2-legacy-rollback.sql");

        assertThat(OddLegacy.rows(legacy, identity)).containsExactly("n");
        assertThat(OddLegacy.rows(legacy, "SELECT pubname FROM pg_publication")).isEmpty();
        assertThat(OddLegacy.rows(legacy, "SELECT to_regclass('crosswalk.heartbeat')::text"))
                .containsOnlyNulls();
    }

    private void run(Database database, String file) throws Exception {
        Path path = folder.resolve(file);
        if (!hasPsql()) {
            String sql = Files.readString(path, StandardCharsets.UTF_8);
            OddLegacy.execute(database, sql);
            return;
        }
        Path output = folder.resolve("output");
        ProcessBuilder psql = new ProcessBuilder(
                "psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", database.libpqUrl(), "-f", path.toString());
        psql.environment().put("PGPASSWORD", database.password());
        Process process =
                psql.redirectErrorStream(true).redirectOutput(output.toFile()).start();
        int exit = process.waitFor();
        assertThat(exit).as("%s: %s", file, Files.readString(output)).isZero();
    }

    private static boolean hasPsql() throws InterruptedException {
        try {
            Process process = new ProcessBuilder("psql", "--version")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
