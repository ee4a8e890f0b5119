package io.crosswalk.operations.plan;

import io.crosswalk.operations.plan.ddl.Step;
import io.crosswalk.operations.plan.prepare.PlanApplication;
import io.crosswalk.pipeline.SinkException;
import io.crosswalk.pipeline.transaction.Position;
import io.crosswalk.sink.ledger.ControlSchema;
import io.crosswalk.sink.ledger.Ledger;
import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.junit.Legacy;
import io.crosswalk.testbed.junit.Target;
import io.crosswalk.testbed.server.Database;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** prepare on a target that holds tables already. */
@Databases
class ExistingTargetIT {

    private static final String LEGACY = """
            CREATE TYPE mood AS ENUM ('good', 'bad');
            CREATE TABLE "Thing" (id text PRIMARY KEY, name text NOT NULL UNIQUE, number integer, at timestamp(3) NOT NULL,
                "parentId" text REFERENCES "Thing", mood mood);
            """;

    private static final String MAPPING = """
            mapping: 1
            source: public
            target: app
            tables:
              Thing:
                targets:
                  - table: things
                    columns: { id: { id: id }, name: name, number: number, at: at, parent_id: { id: parentId, of: Thing }, mood: mood }
            """;

    @Legacy
    private Database legacy;

    @Target
    private Database target;

    @BeforeEach
    void create() throws SQLException {
        OddLegacy.execute(legacy, LEGACY);
        OddLegacy.execute(target, "CREATE SCHEMA app");
    }

    private Plan plan() throws SQLException {
        return OddLegacy.plan(legacy, target, "small", MAPPING);
    }

    private List<String> apply() throws SQLException {
        Plan plan = plan();
        try (Connection connection = OddLegacy.address(target).connect("test")) {
            return new PlanApplication("small", connection, Duration.ofSeconds(5)).apply(plan);
        }
    }

    @Test
    void columnsThatAreMissingAreAddedAndNothingElseIsTouched() throws SQLException {
        OddLegacy.execute(
                target, "CREATE TABLE app.things (id uuid PRIMARY KEY, name varchar(20), own int, number bigint)");

        assertThat(apply())
                .contains("type app.mood", "column at of app.things", "column parent_id of app.things")
                .noneMatch(
                        made -> made.startsWith("index") || made.startsWith("foreign key") || made.startsWith("table"));

        assertThat(plan().differences().notes())
                .anyMatch(note -> note.contains("is not Crosswalk's"))
                .anyMatch(note -> note.contains("column number is bigint, and the mapping gives integer"));
        assertThat(OddLegacy.rows(
                        target,
                        "SELECT attname FROM pg_attribute WHERE attrelid = 'app.things'::regclass AND attnum > 0"))
                .contains("own");
        assertThat(apply()).isEmpty();
    }

    @Test
    void typesThatCannotHoldTheValuesAreRefusedAllAtOnce() throws SQLException {
        OddLegacy.execute(target, """
                CREATE TYPE app.mood AS ENUM ('good');
                CREATE TABLE app.things (id integer PRIMARY KEY, name text, at boolean, tenant text NOT NULL,
                    number integer GENERATED ALWAYS AS (1) STORED)""");
        List<String> before = CatalogDump.of(target);

        assertThatThrownBy(this::apply)
                .isInstanceOf(SinkException.class)
                .hasMessageContaining("nothing was changed")
                .hasMessageContaining("type app.mood exists and differs")
                .hasMessageContaining("column id is integer, and the mapping gives uuid")
                .hasMessageContaining("column at is boolean")
                .hasMessageContaining("the column tenant, which is never null")
                .hasMessageContaining("column number is generated");

        assertThat(CatalogDump.of(target)).isEqualTo(before);
    }

    @Test
    void aTableWithRowsKeepsThem() throws SQLException {
        OddLegacy.execute(
                target,
                "CREATE TABLE app.things (id uuid PRIMARY KEY, name text); INSERT INTO app.things VALUES"
                        + " (gen_random_uuid(), 'x')");

        assertThatThrownBy(this::apply)
                .hasMessageContaining("app.things holds rows and lacks the column at, which is never null");

        OddLegacy.execute(target, "ALTER TABLE app.things ADD at timestamptz");
        assertThat(apply()).contains("column number of app.things");
        assertThat(OddLegacy.rows(target, "SELECT name FROM app.things")).containsExactly("x");
    }

    @Test
    void aTableWithoutAKeyGetsOne() throws SQLException {
        OddLegacy.execute(target, "CREATE TABLE app.things (serial int PRIMARY KEY DEFAULT 1, id uuid, name text)");

        assertThat(apply()).contains("constraint things_crosswalk_key of app.things");
        assertThat(apply()).isEmpty();
    }

    @Test
    void aViewUnderTheTablesNameIsRefused() throws SQLException {
        OddLegacy.execute(target, "CREATE VIEW app.things AS SELECT 1 AS id");

        assertThatThrownBy(this::apply).hasMessageContaining("app.things exists and is no ordinary table");
    }

    @Test
    void aMissingSchemaAuthIsNeverMade() throws SQLException {
        OddLegacy.execute(legacy, OddLegacy.SCHEMA);
        Plan plan = OddLegacy.plan(legacy, target, "app");

        assertThat(plan.differences().conflicts())
                .singleElement()
                .asString()
                .contains("auth.users", "never created here", "Supabase");
        assertThat(plan.phases().stream()
                        .flatMap(phase -> phase.steps().stream())
                        .map(Step::apply))
                .noneMatch(sql -> sql.contains("CREATE SCHEMA \"auth\"") || sql.contains("TABLE \"auth\""));
    }

    @Test
    void onceTheMigrationHasBegunNothingIsMadeOrTakenBack() throws SQLException {
        apply();
        try (Connection connection = OddLegacy.address(target).connect("test")) {
            ControlSchema.install(connection);
            new Ledger("small").open(connection, "d", "s", 1, 1, new Position(1), Instant.EPOCH);
            PlanApplication application = new PlanApplication("small", connection, Duration.ofSeconds(5));

            assertThat(application.apply(plan())).isEmpty();
            assertThatThrownBy(application::rollBack).hasMessageContaining("the migration small has begun");
            OddLegacy.execute(target, "ALTER TABLE app.things DROP number");
            assertThatThrownBy(() -> application.apply(plan()))
                    .hasMessageContaining("has begun")
                    .hasMessageContaining("column number of app.things");
        }
    }

    @Test
    void twoMigrationsIntoOneDatabaseAreTakenBackApart() throws SQLException {
        List<String> before = CatalogDump.of(target);
        Plan first = plan();
        try (Connection connection = OddLegacy.address(target).connect("test")) {
            PlanApplication one = new PlanApplication("small", connection, Duration.ofSeconds(5));
            PlanApplication other = new PlanApplication("other", connection, Duration.ofSeconds(5));
            one.apply(first);
            other.apply(OddLegacy.plan(legacy, target, "other", MAPPING.replace("target: app", "target: second")));

            one.rollBack();
            assertThat(OddLegacy.rows(target, "SELECT what FROM crosswalk.prepared"))
                    .contains("table second.things");
            assertThat(OddLegacy.rows(target, "SELECT to_regclass('app.things')"))
                    .containsOnlyNulls();
            other.rollBack();
        }
        // The second left the control tables to the first, which had gone: they stay.
        OddLegacy.execute(target, "DROP SCHEMA IF EXISTS crosswalk CASCADE");
        assertThat(CatalogDump.of(target)).isEqualTo(before);
    }
}
