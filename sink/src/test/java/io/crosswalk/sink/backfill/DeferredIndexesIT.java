package io.crosswalk.sink.backfill;

import io.crosswalk.pipeline.row.Columns;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.table.TargetTable;
import io.crosswalk.postgres.DatabaseAddress;
import io.crosswalk.sink.ledger.ControlSchema;
import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.server.Database;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Databases
class DeferredIndexesIT {

    private static final String SCHEMA = """
            CREATE TABLE parents (id int PRIMARY KEY, code text UNIQUE, a int, b int, UNIQUE (a, b));
            CREATE TABLE "Chil dren" (
                id int PRIMARY KEY, parent int, a int, b int, "Name" text, own int, tags text[],
                CONSTRAINT "to Parent" FOREIGN KEY (parent) REFERENCES parents ON UPDATE CASCADE ON DELETE SET NULL
                    DEFERRABLE INITIALLY DEFERRED,
                CONSTRAINT both_of FOREIGN KEY (a, b) REFERENCES parents (a, b) MATCH FULL,
                CONSTRAINT own FOREIGN KEY (own) REFERENCES "Chil dren");
            CREATE UNIQUE INDEX guard ON "Chil dren" (parent, "Name");
            CREATE INDEX plain ON "Chil dren" (parent);
            CREATE INDEX "Odd name" ON "Chil dren" (lower("Name") text_pattern_ops DESC NULLS LAST) INCLUDE (a) WHERE b > 0;
            CREATE INDEX tags ON "Chil dren" USING gin (tags) WITH (fastupdate = off);
            """;

    private static final String DEFINITIONS = """
            SELECT pg_get_indexdef(indexrelid) || ' ' || indisvalid FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
            WHERE relnamespace = 'public'::regnamespace
            UNION ALL SELECT conname || ' ' || pg_get_constraintdef(oid) || ' ' || convalidated FROM pg_constraint
            WHERE connamespace = 'public'::regnamespace ORDER BY 1""";

    private final DeferredIndexes deferred = new DeferredIndexes("bench");
    private Database database;
    private Connection connection;

    @BeforeEach
    void open(Database given) throws SQLException {
        database = given;
        connection = connect();
        execute("SET search_path = public; " + SCHEMA + "SET search_path = pg_catalog");
        ControlSchema.install(connection);
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    private Connection connect() throws SQLException {
        return DatabaseAddress.parse(database.libpqUrl(), null, database.password())
                .connect("test");
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private List<String> rows(String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                rows.add(result.getString(1));
            }
        }
        return rows;
    }

    private static List<TargetTable> tables(String... names) {
        return Stream.of(names)
                .map(name -> new TargetTable(
                        new TableId("public", name),
                        Columns.of("id"),
                        Columns.of("id"),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        Set.of()))
                .toList();
    }

    private void takeAway() throws SQLException {
        deferred.takeAway(connection, tables("parents", "Chil dren"));
    }

    private List<String> rebuild() throws SQLException {
        deferred.rebuildIndexes(connection, item -> {});
        return deferred.rebuildForeignKeys(connection, item -> {});
    }

    private List<String> foreignKeys() throws SQLException {
        return rows("SELECT conname || ' ' || convalidated FROM pg_constraint WHERE contype = 'f' ORDER BY 1");
    }

    @Test
    void everythingButUniqueIndexesIsTakenAwayAndBuiltAgainExactly() throws SQLException {
        List<String> before = rows(DEFINITIONS);

        takeAway();
        assertThat(foreignKeys()).isEmpty();
        assertThat(
                        rows(
                                "SELECT indexrelid::regclass::text FROM pg_index WHERE indrelid = 'public.\"Chil dren\"'::regclass"))
                .containsExactlyInAnyOrder("public.\"Chil dren_pkey\"", "public.guard");
        assertThat(deferred.hasForeignKeys(connection)).isTrue();
        execute("INSERT INTO public.parents VALUES (1, 'x', 1, 2)");
        execute("INSERT INTO public.\"Chil dren\" VALUES (1, 1, 1, 2, 'n', 1, '{a,b}')");
        List<String> built = new ArrayList<>();
        deferred.rebuildIndexes(connection, built::add);
        assertThat(deferred.rebuildForeignKeys(connection, built::add)).isEmpty();

        assertThat(rows(DEFINITIONS)).isEqualTo(before);
        assertThat(built)
                .hasSize(6)
                .contains("index Odd name on public.Chil dren", "foreign key own on public.Chil dren");
        assertThat(rows("SELECT object_name FROM crosswalk.deferred")).isEmpty();
        assertThat(deferred.hasForeignKeys(connection)).isFalse();
        assertThat(connection.getAutoCommit()).isTrue();
    }

    @Test
    void aTableThatHoldsRowsKeepsEverything() throws SQLException {
        execute("INSERT INTO public.\"Chil dren\" (id) VALUES (1)");
        List<String> before = rows(DEFINITIONS);

        takeAway();

        assertThat(rows(DEFINITIONS)).isEqualTo(before);
        assertThat(rows("SELECT object_name FROM crosswalk.deferred")).isEmpty();
    }

    @Test
    void aTableOfSomebodyElseKeepsEverything() throws SQLException {
        String role = "migrator_" + UUID.randomUUID().toString().replace("-", "");
        execute("CREATE ROLE " + role + "; GRANT SELECT ON ALL TABLES IN SCHEMA public TO " + role
                + "; GRANT USAGE ON SCHEMA public, crosswalk TO " + role
                + "; GRANT ALL ON ALL TABLES IN SCHEMA crosswalk TO " + role);
        List<String> before = rows(DEFINITIONS);
        try {
            execute("SET ROLE " + role);
            takeAway();
        } finally {
            execute("RESET ROLE; DROP OWNED BY " + role + "; DROP ROLE " + role);
        }

        assertThat(rows(DEFINITIONS)).isEqualTo(before);
    }

    @Test
    void aConnectionThatIsLostAfterwardsLosesNothing() throws SQLException {
        List<String> before = rows(DEFINITIONS);
        takeAway();
        connection.close();
        connection = connect();

        takeAway();
        assertThat(rebuild()).isEmpty();

        assertThat(rows(DEFINITIONS)).isEqualTo(before);
    }

    @Test
    void whereOneCannotBeTakenAwayNoneIs() throws SQLException {
        execute("ALTER TABLE crosswalk.deferred ADD CHECK (object_name <> 'tags')");
        List<String> before = rows(DEFINITIONS);

        assertThatThrownBy(this::takeAway).isInstanceOf(SQLException.class);

        assertThat(rows(DEFINITIONS)).isEqualTo(before);
        assertThat(rows("SELECT object_name FROM crosswalk.deferred")).isEmpty();
        assertThat(connection.getAutoCommit()).isTrue();
    }

    @Test
    void rebuildingGoesOnWhereItWasInterrupted() throws SQLException {
        List<String> before = rows(DEFINITIONS);
        takeAway();
        assertThatThrownBy(() -> deferred.rebuildIndexes(connection, item -> {
                    if (item.contains("plain")) {
                        throw new IllegalStateException("killed");
                    }
                }))
                .hasMessage("killed");
        assertThat(rows("SELECT object_name FROM crosswalk.deferred WHERE kind = 'index' ORDER BY 1"))
                .contains("plain");
        connection.close();
        connection = connect();

        assertThat(rebuild()).isEmpty();

        assertThat(rows(DEFINITIONS)).isEqualTo(before);
    }

    @Test
    void aForeignKeyThatTheDataViolateStaysNotValidAndWrittenDown() throws SQLException {
        List<String> before = rows(DEFINITIONS);
        takeAway();
        execute("INSERT INTO public.\"Chil dren\" (id, parent) VALUES (1, 99)");

        assertThat(rebuild()).containsExactly("to Parent on public.Chil dren");

        assertThat(foreignKeys()).containsExactly("both_of true", "own true", "to Parent false");
        assertThat(rows("SELECT object_name FROM crosswalk.deferred")).containsExactly("to Parent");
        assertThatThrownBy(() -> execute("INSERT INTO public.\"Chil dren\" (id, parent) VALUES (2, 98)"))
                .isInstanceOf(SQLException.class);

        execute("DELETE FROM public.\"Chil dren\"");
        assertThat(rebuild()).isEmpty();
        assertThat(rows(DEFINITIONS)).isEqualTo(before);
    }

    @Test
    void aForeignKeyThatWasNotValidBeforeStaysNotValid() throws SQLException {
        execute("ALTER TABLE public.\"Chil dren\" DROP CONSTRAINT own,"
                + " ADD CONSTRAINT own FOREIGN KEY (own) REFERENCES public.\"Chil dren\" NOT VALID");
        List<String> before = rows(DEFINITIONS);
        takeAway();

        assertThat(rebuild()).isEmpty();

        assertThat(rows(DEFINITIONS)).isEqualTo(before);
        assertThat(foreignKeys()).contains("own false");
        assertThat(rows("SELECT object_name FROM crosswalk.deferred")).isEmpty();
    }

    @Test
    void anIndexThatAConstraintOrTheReplicaIdentityNeedsStays() throws SQLException {
        execute("ALTER TABLE public.\"Chil dren\" ADD CONSTRAINT apart EXCLUDE USING btree (own WITH =),"
                + " ALTER parent SET NOT NULL, ALTER \"Name\" SET NOT NULL, REPLICA IDENTITY USING INDEX guard");
        takeAway();

        assertThat(
                        rows(
                                "SELECT indexrelid::regclass::text FROM pg_index WHERE indrelid = 'public.\"Chil dren\"'::regclass"))
                .containsExactlyInAnyOrder("public.\"Chil dren_pkey\"", "public.guard", "public.apart");
    }

    @Test
    void anotherMigrationBuildsOnlyItsOwn() throws SQLException {
        takeAway();
        DeferredIndexes other = new DeferredIndexes("other");

        other.rebuildIndexes(connection, item -> {});
        assertThat(other.rebuildForeignKeys(connection, item -> {})).isEmpty();

        assertThat(other.hasForeignKeys(connection)).isFalse();
        assertThat(foreignKeys()).isEmpty();
    }

    @Test
    void aForeignKeyOfAPartitionedTableStays() throws SQLException {
        execute(
                "CREATE TABLE public.parted (id int PRIMARY KEY, p int REFERENCES public.parents) PARTITION BY RANGE (id);"
                        + " CREATE TABLE public.parted_1 PARTITION OF public.parted DEFAULT");
        List<String> before = rows(DEFINITIONS);

        deferred.takeAway(connection, tables("parted"));

        assertThat(rebuild()).isEmpty();
        assertThat(rows(DEFINITIONS)).isEqualTo(before);
    }
}
