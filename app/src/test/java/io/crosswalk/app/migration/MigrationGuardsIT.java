package io.crosswalk.app.migration;

import io.crosswalk.app.status.RunPhase;
import io.crosswalk.pipeline.SinkException;
import io.crosswalk.pipeline.SourceException;
import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.junit.Legacy;
import io.crosswalk.testbed.junit.Target;
import io.crosswalk.testbed.server.Database;
import io.crosswalk.testbed.server.EmbeddedServer;
import io.crosswalk.testbed.server.EmbeddedSettings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** What a migration refuses to do, and what it says of itself while it cannot go on. */
@Databases
class MigrationGuardsIT {

    private static final String MAPPING = """
            mapping: 1
            tables:
              Note:
                targets: [{table: notes, columns: {id: {id: id}, text: text}}]
              Tag:
                targets: [{table: tags, columns: {id: {id: id}, text: text}}]
            """;

    private static final String WITHOUT_TAGS = """
            mapping: 1
            tables:
              Note:
                targets: [{table: notes, columns: {id: {id: id}, text: text}}]
              Tag: {skip: true}
            """;

    private static final String PUBLISHED =
            "SELECT tablename FROM pg_publication_tables WHERE pubname = 'crosswalk_bench' AND schemaname = 'public' ORDER BY 1";

    @Legacy
    private Database legacy;

    @Target
    private Database target;

    @BeforeEach
    void create() throws Exception {
        MigrationBench.execute(legacy, """
                CREATE TABLE "Note" (id text PRIMARY KEY, text text); CREATE TABLE "Tag" (id text PRIMARY KEY, text text);
                INSERT INTO "Note" VALUES ('n1', 'one'); INSERT INTO "Tag" VALUES ('t1', 'one')""");
        MigrationBench.execute(target, """
                CREATE TABLE notes (id uuid PRIMARY KEY, text text); CREATE TABLE tags (id uuid PRIMARY KEY, text text)""");
    }

    private MigrationBench bench(String mapping) {
        return new MigrationBench(legacy, target, mapping);
    }

    @Test
    void aTableThatLeavesThePublicationStopsTheStreamAndTheNextStartMendsNothingSilently() throws Exception {
        try (MigrationBench bench = bench(MAPPING)) {
            bench.streaming();
            MigrationBench.execute(legacy, "ALTER PUBLICATION crosswalk_bench DROP TABLE \"Tag\"");
            assertThat(bench.failure())
                    .isInstanceOf(SourceException.class)
                    .hasMessageContaining("public.Tag")
                    .hasMessageContaining("crosswalk resync");
        }
        MigrationBench.execute(legacy, "UPDATE \"Tag\" SET text = 'unseen'");
        try (MigrationBench again = bench(MAPPING)) {
            assertThat(again.failure()).isInstanceOf(SourceException.class).hasMessageContaining("public.Tag");
            assertThat(MigrationBench.rows(legacy, PUBLISHED)).containsExactly("Note");
        }
    }

    @Test
    void anotherMappingIsRefusedBeforeThePublicationIsTouched() throws Exception {
        try (MigrationBench bench = bench(MAPPING)) {
            bench.streaming();
        }
        try (MigrationBench changed = bench(WITHOUT_TAGS)) {
            assertThat(changed.failure())
                    .isInstanceOf(SinkException.class)
                    .hasMessageContaining("the mapping has changed");
            assertThat(MigrationBench.rows(legacy, PUBLISHED)).containsExactly("Note", "Tag");
        }
        MigrationBench.execute(legacy, "UPDATE \"Tag\" SET text = 'seen'");
        try (MigrationBench again = bench(MAPPING)) {
            again.streaming().drained();
            assertThat(MigrationBench.rows(target, "SELECT text FROM tags")).containsExactly("seen");
        }
    }

    @Test
    void aTargetThatHoldsRowsIsRefusedBeforeTheSourceIsTouched() throws Exception {
        MigrationBench.execute(target, "INSERT INTO notes VALUES (gen_random_uuid(), 'stray')");
        try (MigrationBench bench = bench(MAPPING)) {
            assertThat(bench.failure()).isInstanceOf(SinkException.class).hasMessageContaining("public.notes");
        }
        assertThat(MigrationBench.rows(legacy, "SELECT pubname FROM pg_publication"))
                .isEmpty();
        assertThat(MigrationBench.rows(
                        legacy, "SELECT slot_name FROM pg_replication_slots WHERE database = current_database()"))
                .isEmpty();
    }

    @Test
    void aSlotThatAnotherTargetIsFedByIsNeverDropped(Database other) throws Exception {
        try (MigrationBench bench = bench(MAPPING)) {
            bench.streaming();
        }
        MigrationBench.execute(
                other,
                "CREATE TABLE notes (id uuid PRIMARY KEY, text text); CREATE TABLE tags (id uuid PRIMARY KEY, text text)");
        try (MigrationBench mistaken = new MigrationBench(legacy, other, MAPPING)) {
            assertThat(mistaken.failure())
                    .isInstanceOf(SourceException.class)
                    .hasMessageContaining("may feed another target");
        }
        MigrationBench.execute(legacy, "INSERT INTO \"Note\" VALUES ('n2', 'two')");
        try (MigrationBench right = bench(MAPPING)) {
            right.streaming().drained();
            assertThat(MigrationBench.rows(target, "SELECT count(*) FROM notes"))
                    .containsExactly("2");
        }
    }

    @Test
    void aTargetThatIsAwayIsNeverShownAsWell() throws Exception {
        // Durable: a server that forgets what it has committed keeps no promise of anybody.
        try (EmbeddedServer server =
                new EmbeddedServer(EmbeddedSettings.temporary(17).withDurable(true))) {
            Database mortal = server.createDatabase("mortal");
            MigrationBench.execute(
                    mortal,
                    "CREATE TABLE notes (id uuid PRIMARY KEY, text text); CREATE TABLE tags (id uuid PRIMARY KEY, text text)");
            try (MigrationBench bench = new MigrationBench(legacy, mortal, MAPPING)) {
                bench.streaming().drained();
                server.kill();
                bench.until("retrying", status -> status.phase() == RunPhase.RETRYING && status.lastError() != null);
                bench.until("growing lag", status -> status.lag().toMillis() > 1_500);
                assertThat(bench.board().status().retries()).isPositive();
                MigrationBench.execute(legacy, "INSERT INTO \"Note\" VALUES ('n2', 'two')");
                server.restart();
                bench.until("streaming", status -> status.phase() == RunPhase.STREAMING)
                        .drained();
                assertThat(MigrationBench.rows(mortal, "SELECT count(*) FROM notes"))
                        .containsExactly("2");
            }
        }
    }

    @Test
    void everyPrivilegeThatIsMissingIsNamedWithTheGrantThatGivesIt() throws Exception {
        String role = "poor_" + target.name();
        MigrationBench.execute(
                target, "CREATE ROLE \"" + role + "\" LOGIN PASSWORD 'x'; REVOKE ALL ON SCHEMA public FROM PUBLIC");
        try {
            Database poor = new Database(target.host(), target.port(), target.name(), role, "x");
            try (MigrationBench bench = new MigrationBench(legacy, poor, MAPPING)) {
                assertThat(bench.failure())
                        .isInstanceOf(SinkException.class)
                        .hasMessageContainingAll(List.of("GRANT CREATE ON DATABASE", "GRANT USAGE ON SCHEMA \"public\"")
                                .toArray(String[]::new));
            }
        } finally {
            MigrationBench.execute(target, "DROP ROLE \"" + role + "\"");
        }
        assertThat(MigrationBench.rows(legacy, "SELECT pubname FROM pg_publication"))
                .isEmpty();
    }
}
