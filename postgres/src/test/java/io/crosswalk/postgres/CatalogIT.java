package io.crosswalk.postgres;

import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.postgres.CatalogTable.Column;
import io.crosswalk.postgres.CatalogTable.ForeignKey;
import io.crosswalk.postgres.CatalogTable.ReplicaIdentity;
import io.crosswalk.postgres.CatalogTable.UniqueKey;
import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.server.Database;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

@Databases
class CatalogIT {

    private static final TableId T = new TableId("public", "t");

    private static Catalog read(Database database, String sql) throws SQLException {
        try (Connection connection = DatabaseAddress.parse(database.libpqUrl(), null, database.password())
                        .connect("test");
                Statement statement = connection.createStatement()) {
            statement.execute("SET search_path = public; " + sql + "; SET search_path = pg_catalog");
            return Catalog.read(connection, List.of("public", "my schema"));
        }
    }

    private static CatalogTable table(Database database, String sql) throws SQLException {
        return read(database, sql).table(T).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text               | text                        | text",
                "varchar(5)         | character varying(5)        | character varying",
                "char(4)            | character(4)                | bpchar",
                "bit(3)             | bit(3)                      | \"bit\"",
                "varbit(9)          | bit varying(9)              | bit varying",
                "numeric(12, 4)     | numeric(12,4)               | numeric",
                "timestamp(3)       | timestamp(3) without time zone | timestamp without time zone",
                "timestamptz        | timestamp with time zone    | timestamp with time zone",
                "interval day to second(2) | interval day to second(2) | interval",
                "varchar(5)[]       | character varying(5)[]      | character varying[]",
                "int[][]            | integer[]                   | integer[]",
                "\"Mood\"           | public.\"Mood\"             | public.\"Mood\"",
                "\"Mood\"[]         | public.\"Mood\"[]           | public.\"Mood\"[]",
                "positive           | public.positive             | integer",
                "short              | public.short                | character varying",
            })
    void aTypeHasANameWithItsModifierAndOneToCastTo(String declared, String type, String castType, Database database)
            throws SQLException {
        Column column = table(
                        database,
                        "CREATE TYPE \"Mood\" AS ENUM ('a'); CREATE DOMAIN positive AS int CHECK (value > 0);"
                                + " CREATE DOMAIN shorter AS varchar(20); CREATE DOMAIN short AS shorter;"
                                + " CREATE TABLE t (c " + declared + ")")
                .column("c")
                .orElseThrow();

        assertThat(column.type()).isEqualTo(type);
        assertThat(column.castType()).isEqualTo(castType);
    }

    @ParameterizedTest
    @CsvSource({"varchar(2)", "char(2)", "varchar(2)[]"})
    void aCastToItsTypeNeverCutsAText(String declared, Database database) throws SQLException {
        Column column = table(database, "CREATE TABLE t (c " + declared + ")")
                .column("c")
                .orElseThrow();
        String text = declared.endsWith("[]") ? "{abcdef}" : "abcdef";
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT ('" + text + "'::" + column.castType() + ")::text")) {
            row.next();
            assertThat(row.getString(1)).isEqualTo(text);
        }
    }

    @Test
    void theCastTypeOfBitsKeepsThemAll(Database database) throws SQLException {
        Column column = table(database, "CREATE TABLE t (c bit(3))").column("c").orElseThrow();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT ('10110'::" + column.castType() + ")::text")) {
            row.next();
            assertThat(row.getString(1)).isEqualTo("10110");
        }
    }

    @Test
    void columnsComeInCatalogOrderWithoutTheDroppedOnes(Database database) throws SQLException {
        CatalogTable table = table(database, """
                CREATE TABLE t (id bigint GENERATED ALWAYS AS IDENTITY, soft int GENERATED BY DEFAULT AS IDENTITY, gone text,
                                name text NOT NULL DEFAULT 'x', twice int GENERATED ALWAYS AS (soft * 2) STORED, plain text);
                ALTER TABLE t DROP COLUMN gone; ALTER TABLE t ADD COLUMN late text""");

        assertThat(table.columns())
                .extracting(Column::name)
                .containsExactly("id", "soft", "name", "twice", "plain", "late");
        assertThat(table.storedColumns()).containsExactly("id", "soft", "name", "plain", "late");
        assertThat(table.columns())
                .filteredOn(Column::generated)
                .extracting(Column::name)
                .containsExactly("twice");
        assertThat(table.columns())
                .filteredOn(Column::identityAlways)
                .extracting(Column::name)
                .containsExactly("id");
        assertThat(table.columns())
                .filteredOn(Column::notNull)
                .extracting(Column::name)
                .containsExactly("id", "soft", "name");
        assertThat(table.column("name").orElseThrow().defaultExpression()).isEqualTo("'x'::text");
        assertThat(table.column("plain").orElseThrow().defaultExpression()).isNull();
        assertThat(table.column("gone")).isEmpty();
    }

    @Test
    void onlyWholeImmediateAndPlainUniqueIndexesAreUniqueKeys(Database database) throws SQLException {
        CatalogTable table = table(database, """
                CREATE TABLE t (b int NOT NULL, a int NOT NULL, c text, d int NOT NULL, PRIMARY KEY (a, b));
                CREATE UNIQUE INDEX plain ON t (d, c);
                CREATE UNIQUE INDEX including ON t (d) INCLUDE (c);
                CREATE UNIQUE INDEX partial ON t (c) WHERE d > 0;
                CREATE UNIQUE INDEX expression ON t (lower(c));
                CREATE INDEX ordinary ON t (c);
                ALTER TABLE t ADD CONSTRAINT later UNIQUE (c) DEFERRABLE""");

        assertThat(table.primaryKey()).containsExactly("a", "b");
        assertThat(table.uniqueKeys())
                .containsExactly(
                        new UniqueKey("t_pkey", List.of("a", "b"), true),
                        new UniqueKey("including", List.of("d"), true),
                        new UniqueKey("plain", List.of("d", "c"), false));
        assertThat(table.isUnique(List.of("b", "a"))).isTrue();
        assertThat(table.isUnique(List.of("a"))).isFalse();
        assertThat(table.isUnique(List.of("c"))).isFalse();
    }

    @Test
    void aRowIsIdentifiedByThePrimaryKeyElseByTheFirstUniqueKeyWithoutNulls(Database database) throws SQLException {
        Catalog catalog = read(database, """
                CREATE TABLE keyed (id int PRIMARY KEY, code int NOT NULL UNIQUE);
                CREATE TABLE coded (code int NOT NULL UNIQUE, maybe int UNIQUE);
                CREATE TABLE maybe (maybe int UNIQUE);
                CREATE TABLE bare (a int)""");

        assertThat(catalog.table(new TableId("public", "keyed")).orElseThrow().identity())
                .containsExactly("id");
        assertThat(catalog.table(new TableId("public", "coded")).orElseThrow().identity())
                .containsExactly("code");
        assertThat(catalog.table(new TableId("public", "maybe")).orElseThrow().identity())
                .isEmpty();
        assertThat(catalog.table(new TableId("public", "bare")).orElseThrow().identity())
                .isEmpty();
    }

    @Test
    void aCompositeForeignKeyPairsItsColumnsInOrder(Database database) throws SQLException {
        CatalogTable table = table(database, """
                CREATE SCHEMA "my schema";
                CREATE TABLE "my schema"."Parent" (x int, y int, z int UNIQUE, PRIMARY KEY (x, y));
                CREATE TABLE t (q int, p int, r int, self int PRIMARY KEY,
                                CONSTRAINT both_of FOREIGN KEY (p, q) REFERENCES "my schema"."Parent" (y, x)
                                    DEFERRABLE INITIALLY DEFERRED,
                                CONSTRAINT own FOREIGN KEY (r) REFERENCES t)""");

        assertThat(table.foreignKeys())
                .containsExactly(
                        new ForeignKey(
                                "both_of", List.of("p", "q"), new TableId("my schema", "Parent"), List.of("y", "x")),
                        new ForeignKey("own", List.of("r"), T, List.of("self")));
    }

    @Test
    void aPartitionedTableIsOneTable(Database database) throws SQLException {
        Catalog catalog = read(database, """
                CREATE TABLE parent (id int PRIMARY KEY);
                CREATE TABLE t (id int, day date, parent int REFERENCES parent, PRIMARY KEY (id, day)) PARTITION BY RANGE (day);
                CREATE TABLE t_2024 PARTITION OF t FOR VALUES FROM ('2024-01-01') TO ('2025-01-01')""");

        assertThat(catalog.tables()).containsOnlyKeys(T, new TableId("public", "parent"));
        assertThat(catalog.table(T).orElseThrow().primaryKey()).containsExactly("id", "day");
        assertThat(catalog.table(T).orElseThrow().foreignKeys()).hasSize(1);
    }

    @Test
    void namesAreReadAsTheyAre(Database database) throws SQLException {
        Catalog catalog = read(database, """
                CREATE SCHEMA "my schema";
                CREATE TABLE "my schema"."Odd ""name"".x" ("a,b" int, "C d" text, "e{""f" int, PRIMARY KEY ("a,b", "C d", "e{""f"))""");

        assertThat(catalog.table(new TableId("my schema", "Odd \"name\".x"))
                        .orElseThrow()
                        .primaryKey())
                .containsExactly("a,b", "C d", "e{\"f");
    }

    @Test
    void viewsAndOtherSchemasAreLeftOut(Database database) throws SQLException {
        Catalog catalog = read(database, """
                CREATE TABLE t (a int); CREATE VIEW v AS SELECT * FROM t; CREATE MATERIALIZED VIEW m AS SELECT * FROM t;
                CREATE SEQUENCE s; CREATE SCHEMA other; CREATE TABLE other.t (a int)""");

        assertThat(catalog.tables()).containsOnlyKeys(T);
    }

    @Test
    void replicaIdentityAndSizeAreRead(Database database) throws SQLException {
        Catalog catalog = read(database, """
                CREATE TABLE t (a int NOT NULL UNIQUE); ALTER TABLE t REPLICA IDENTITY USING INDEX t_a_key;
                INSERT INTO t SELECT generate_series(1, 500); ANALYZE t;
                CREATE TABLE full_row (a int); ALTER TABLE full_row REPLICA IDENTITY FULL;
                CREATE TABLE nothing (a int); ALTER TABLE nothing REPLICA IDENTITY NOTHING""");

        CatalogTable table = catalog.table(T).orElseThrow();
        assertThat(table.replicaIdentity()).isEqualTo(ReplicaIdentity.INDEX);
        assertThat(table.estimatedRows()).isEqualTo(500);
        assertThat(table.bytes()).isPositive();
        CatalogTable fullRow = catalog.table(new TableId("public", "full_row")).orElseThrow();
        assertThat(fullRow.replicaIdentity()).isEqualTo(ReplicaIdentity.FULL);
        assertThat(fullRow.estimatedRows()).isEqualTo(-1);
        assertThat(catalog.table(new TableId("public", "nothing")).orElseThrow().replicaIdentity())
                .isEqualTo(ReplicaIdentity.NOTHING);
    }
}
