package io.crosswalk.operations.plan;

import io.crosswalk.operations.plan.ddl.Phase;
import io.crosswalk.operations.plan.prepare.PlanApplication;
import io.crosswalk.pipeline.SinkException;
import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.junit.Legacy;
import io.crosswalk.testbed.junit.Target;
import io.crosswalk.testbed.kamdental.KamdentalTarget;
import io.crosswalk.testbed.server.Database;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Each phase and its rollback leave the catalog as it was: on an empty target, and on one that held things of others. */
@Databases
class PhasesIT {

    /** Things of others, some under names that the plan would choose. */
    private static final String FOREIGN = """
            CREATE SCHEMA app;
            CREATE TABLE app.others (id uuid PRIMARY KEY, kind text);
            CREATE TABLE app.lines_pkey (id int);
            CREATE VIEW app.clinics_name_key AS SELECT id FROM app.others;
            CREATE TYPE app.size_of_others AS ENUM ('s', 'm');
            CREATE FUNCTION app.helper() RETURNS int LANGUAGE sql AS 'SELECT 1';
            CREATE TRIGGER somebodys AFTER UPDATE ON auth.users FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();
            COMMENT ON TABLE app.others IS 'not ours';
            """;

    @Legacy
    private Database legacy;

    @Target
    private Database target;

    @BeforeEach
    void create() throws SQLException {
        OddLegacy.execute(legacy, OddLegacy.SCHEMA);
        try (Connection connection = target.connect()) {
            KamdentalTarget.createSupabase(connection);
        }
    }

    @Test
    void everyPhaseAndItsRollbackLeaveAnEmptyTargetAsItWas() throws SQLException {
        everyPhaseIsTakenBack(target, "app");
    }

    @Test
    void soTheyDoWhereOthersHaveObjects() throws SQLException {
        OddLegacy.execute(target, FOREIGN);
        everyPhaseIsTakenBack(target, "app");
    }

    @Test
    void soTheyDoInTheLegacyDatabaseAndItsOwnSchema() throws SQLException {
        try (Connection connection = legacy.connect()) {
            KamdentalTarget.createSupabase(connection);
        }
        // The long table has the name of the legacy one, which is there already.
        OddLegacy.execute(
                legacy,
                "ALTER TABLE \"" + OddLegacy.LONG + "\" RENAME CONSTRAINT \""
                        + OddLegacy.rows(
                                        legacy,
                                        "SELECT conname FROM pg_constraint WHERE contype = 'p' AND conrelid = '\""
                                                + OddLegacy.LONG + "\"'::regclass")
                                .get(0)
                        + "\" TO the_key");
        everyPhaseIsTakenBack(legacy, "app");
    }

    private void everyPhaseIsTakenBack(Database into, String schema) throws SQLException {
        Plan plan = OddLegacy.plan(legacy, into, schema);
        assertThat(plan.differences().conflicts()).isEmpty();
        List<List<String>> before = new ArrayList<>();
        for (Phase phase : plan.phases()) {
            before.add(CatalogDump.of(into));
            OddLegacy.execute(into, PhaseFiles.forward("odd", phase));
            assertThat(phase.steps().isEmpty())
                    .as("nothing in phase %d", phase.number())
                    .isEqualTo(CatalogDump.of(into).equals(before.get(before.size() - 1)));
        }
        for (int number = 6; number >= 1; number--) {
            OddLegacy.execute(into, PhaseFiles.backward("odd", plan.phase(number)));
            assertThat(CatalogDump.of(into)).as("rollback of phase %d", number).isEqualTo(before.get(number - 1));
        }
    }

    @Test
    void whatPrepareMakesItTakesBack() throws SQLException {
        OddLegacy.execute(target, FOREIGN);
        List<String> before = CatalogDump.of(target);

        assertThat(apply()).contains("table app.weird \"things\" ü", "trigger on_auth_user_created on auth.users");
        assertThat(OddLegacy.rows(target, "SELECT object_name FROM crosswalk.deferred ORDER BY 1"))
                .hasSize(7)
                .contains("lines_a_b_fkey", "bookings_country_region_fkey", "profiles_id_fkey");
        List<String> made = CatalogDump.of(target);
        assertThat(apply()).as("a second time").isEmpty();
        assertThat(CatalogDump.of(target)).isEqualTo(made);

        assertThat(rollBack()).contains("Crosswalk's own tables and key functions");
        assertThat(CatalogDump.of(target)).isEqualTo(before);
        assertThat(rollBack()).isEmpty();
        assertThat(apply()).isNotEmpty();
        assertThat(CatalogDump.of(target)).isEqualTo(made);
    }

    @Test
    void aTableWithRowsIsNotTakenBackAndNothingElseIs() throws SQLException {
        apply();
        OddLegacy.execute(target, "INSERT INTO app.clinics (name) VALUES ('born here')");
        List<String> before = CatalogDump.of(target);

        assertThatThrownBy(this::rollBack)
                .isInstanceOf(SinkException.class)
                .hasMessageContaining("table app.clinics holds rows: nothing is rolled back");

        assertThat(CatalogDump.of(target)).isEqualTo(before);
        assertThat(OddLegacy.rows(target, "SELECT count(*) FROM crosswalk.deferred"))
                .doesNotContain("0");
    }

    @Test
    void whatSomethingElseDependsOnIsNotTakenBack() throws SQLException {
        apply();
        OddLegacy.execute(target, "CREATE VIEW public.mine AS SELECT id FROM app.clinics");
        List<String> before = CatalogDump.of(target);

        assertThatThrownBy(this::rollBack)
                .isInstanceOf(SinkException.class)
                .hasMessageContaining("cannot take back table app.clinics")
                .hasMessageContaining("other objects depend on it");

        assertThat(CatalogDump.of(target)).isEqualTo(before);
    }

    private List<String> apply() throws SQLException {
        Plan plan = OddLegacy.plan(legacy, target, "app");
        try (Connection connection = OddLegacy.address(target).connect("test")) {
            return new PlanApplication("odd", connection, Duration.ofSeconds(5)).apply(plan);
        }
    }

    private List<String> rollBack() throws SQLException {
        try (Connection connection = OddLegacy.address(target).connect("test")) {
            return new PlanApplication("odd", connection, Duration.ofSeconds(5)).rollBack();
        }
    }
}
