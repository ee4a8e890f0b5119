package io.crosswalk.operations.check.source;

import io.crosswalk.operations.check.CheckBench;
import io.crosswalk.operations.check.Inspection;
import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.junit.Legacy;
import io.crosswalk.testbed.junit.Target;
import io.crosswalk.testbed.server.Database;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.sql.SQLException;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** One legacy table is spoiled at a time. */
@Databases
class SourceInspectionsIT {

    private CheckBench bench;

    @BeforeEach
    void create(@Legacy Database legacy, @Target Database target) throws SQLException {
        bench = new CheckBench(legacy, target);
    }

    @Test
    void nothingIsFoundWhereNothingIsWrong() {
        for (Inspection inspection : List.of(
                new ReplicaIdentityGaps(),
                new StreamObstacles(),
                new RelationKinds(),
                new ComputedColumns(),
                new ForgottenTables())) {
            assertThat(bench.find(inspection)).as(inspection.subject()).isEmpty();
        }
    }

    @Test
    void anIdentityThatIsSwitchedOffIsMendedByDefault() throws SQLException {
        bench.onLegacy("ALTER TABLE \"Visit\" REPLICA IDENTITY NOTHING");

        assertThat(bench.find(new ReplicaIdentityGaps()))
                .singleElement()
                .asString()
                .startsWith("NOTE source table public.Visit:")
                .endsWith("ALTER TABLE \"public\".\"Visit\" REPLICA IDENTITY DEFAULT;");
    }

    @Test
    void aUniqueKeyServesWhereThereIsNoPrimaryKey() throws SQLException {
        bench.onLegacy("ALTER TABLE \"Visit\" DROP CONSTRAINT \"Visit_pkey\";"
                + "CREATE UNIQUE INDEX \"Weird \"\"Index\"\" Ü\" ON \"Visit\" (id)");

        assertThat(bench.find(new ReplicaIdentityGaps()))
                .singleElement()
                .asString()
                .startsWith("NOTE")
                .endsWith("REPLICA IDENTITY USING INDEX \"Weird \"\"Index\"\" Ü\";");
    }

    @Test
    void withoutAKeyTheWholeRowIsWrittenAndTheCostIsTold() throws SQLException {
        bench.onLegacy("ALTER TABLE \"Visit\" DROP CONSTRAINT \"Visit_pkey\", ALTER COLUMN id DROP NOT NULL");

        assertThat(bench.find(new ReplicaIdentityGaps()))
                .singleElement()
                .asString()
                .startsWith("WARNING")
                .contains("REPLICA IDENTITY FULL", "ADD PRIMARY KEY");
        assertThat(bench.find(new StreamObstacles()))
                .singleElement()
                .asString()
                .startsWith(
                        "BLOCKER source: table public.Visit has no primary key and no unique index over NOT NULL columns")
                .contains("CREATE UNIQUE INDEX CONCURRENTLY ON \"public\".\"Visit\"", "SET lock_timeout");

        bench.onLegacy("ALTER TABLE \"Visit\" ALTER COLUMN id SET NOT NULL");
        assertThat(bench.find(new StreamObstacles()))
                .as("NOT NULL alone names no row")
                .hasSize(1);
        bench.onLegacy("CREATE UNIQUE INDEX CONCURRENTLY ON \"Visit\" (id)");
        assertThat(bench.find(new StreamObstacles())).isEmpty();
    }

    @Test
    void columnsThatDifferByCaseStopTheStream() throws SQLException {
        bench.onLegacy("ALTER TABLE \"Visit\" ADD COLUMN \"Status\" text");

        assertThat(bench.find(new StreamObstacles()))
                .singleElement()
                .asString()
                .startsWith(
                        "BLOCKER source: columns status and Status of public.Visit differ only in upper and lower case")
                .contains("RENAME COLUMN \"Status\"");
    }

    @Test
    void anUnloggedTableIsRefused() throws SQLException {
        bench.onLegacy("ALTER TABLE \"Visit\" SET UNLOGGED");

        assertThat(bench.find(new RelationKinds()))
                .singleElement()
                .asString()
                .startsWith("BLOCKER source table public.Visit: it is unlogged")
                .contains("SET LOGGED");
    }

    @Test
    void aViewUnderAMappedNameIsRefused() throws SQLException {
        bench.onLegacy("ALTER TABLE \"Visit\" RENAME TO visit; CREATE VIEW \"Visit\" AS SELECT * FROM visit");

        assertThat(bench.find(new RelationKinds())).singleElement().asString().contains("BLOCKER", "it is a view");
    }

    @Test
    void aForeignTableUnderAMappedNameIsRefused() throws SQLException {
        bench.onLegacy(
                "DROP TABLE \"Visit\"; CREATE FOREIGN DATA WRAPPER nothing; CREATE SERVER far FOREIGN DATA WRAPPER nothing;"
                        + "CREATE FOREIGN TABLE \"Visit\" (id text) SERVER far");

        assertThat(bench.find(new RelationKinds()))
                .singleElement()
                .asString()
                .contains("BLOCKER", "it is a foreign table");
    }

    @Test
    void aPartitionedTableIsNotedAndAPartitionRefused() throws SQLException {
        bench.onLegacy("DROP TABLE \"Visit\"; CREATE TABLE whole (id text PRIMARY KEY) PARTITION BY HASH (id);"
                + "CREATE TABLE \"Visit\" PARTITION OF whole FOR VALUES WITH (MODULUS 1, REMAINDER 0)");
        assertThat(bench.find(new RelationKinds()))
                .containsExactly(
                        "BLOCKER source table public.Visit: it is a partition of public.whole -> map public.whole instead");

        bench.onLegacy("ALTER TABLE \"Visit\" RENAME TO part; ALTER TABLE whole RENAME TO \"Visit\"");
        assertThat(bench.find(new RelationKinds()))
                .singleElement()
                .asString()
                .startsWith("NOTE source table public.Visit: it is partitioned, into 1 partitions");
    }

    @Test
    void childrenByInheritanceAreRefused() throws SQLException {
        bench.onLegacy("CREATE TABLE child () INHERITS (\"Visit\")");

        assertThat(bench.find(new RelationKinds()))
                .singleElement()
                .asString()
                .contains("BLOCKER", "1 tables inherit from it");
    }

    @Test
    void generatedColumnsAreNoted() throws SQLException {
        bench.onLegacy("ALTER TABLE \"Visit\" ADD COLUMN double numeric GENERATED ALWAYS AS (cost * 2) STORED");

        assertThat(bench.find(new ComputedColumns()))
                .singleElement()
                .asString()
                .startsWith("NOTE source table public.Visit: the server computes double");
    }

    @Test
    void aTableThatNobodyNamedIsFoundUnlessItIsSkipped() throws SQLException {
        bench.onLegacy("CREATE TABLE \"Weird \"\"Name\"\" Ü\" (id text); CREATE TABLE \"Known\" (id text)");
        bench.inMapping("tables:\n", "tables:\n  Known: { skip: true }\n");

        assertThat(bench.find(new ForgottenTables()))
                .singleElement()
                .asString()
                .startsWith("WARNING source table public.Weird \"Name\" Ü: the mapping does not name it")
                .contains("skip: true");
    }
}
