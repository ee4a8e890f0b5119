package io.crosswalk.app.migration;

import io.crosswalk.pipeline.SinkException;
import io.crosswalk.pipeline.SourceException;
import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.junit.Legacy;
import io.crosswalk.testbed.junit.Target;
import io.crosswalk.testbed.server.Database;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What cannot be carried is refused before anything is touched, all of it at once. */
@Databases
class ObstaclesIT {

    private static final String TOUCHED = """
            SELECT nspname FROM pg_namespace WHERE nspname = 'crosswalk'
            UNION ALL SELECT pubname FROM pg_publication""";

    @Test
    void whatTheStreamCannotBeReadPastIsRefusedBeforeAnythingIsTouched(@Legacy Database legacy, @Target Database target)
            throws Exception {
        MigrationBench.execute(legacy, """
                CREATE TYPE mood AS ENUM ('happy'); CREATE TYPE nothing AS ENUM ();
                CREATE DOMAIN "Mood Domain" AS mood; CREATE DOMAIN fine AS int;
                CREATE TABLE note (id text PRIMARY KEY, "when" text, "When" text, other fine, m mood, "'quoted'" text)""");
        MigrationBench.execute(target, """
                CREATE TABLE note (id uuid PRIMARY KEY, "when" text, "When" text, other int, m text, q text)""");
        String mapping = """
                mapping: 1
                tables:
                  note:
                    targets: [{table: note, columns: {id: {id: id}, when: when, When: When, other: other, m: m, q: "'quoted'"}}]
                """;
        try (MigrationBench bench = new MigrationBench(legacy, target, mapping)) {
            assertThat(bench.failure())
                    .isInstanceOf(SourceException.class)
                    .hasMessageContaining("columns when and When of public.note differ only in upper and lower case")
                    .hasMessageContaining("RENAME COLUMN \"When\" TO")
                    .hasMessageContaining("the name of column 'quoted' of public.note")
                    .hasMessageContaining("enum public.nothing has no labels")
                    .hasMessageContaining("DROP DOMAIN \"public\".\"Mood Domain\"")
                    .message()
                    .doesNotContain("fine");
        }
        assertThat(MigrationBench.rows(legacy, TOUCHED)).isEmpty();
        assertThat(MigrationBench.rows(target, TOUCHED)).isEmpty();
    }

    @Test
    void aTargetColumnThatTakesNoTextIsRefusedUnlessItIsLeftAlone(@Legacy Database legacy, @Target Database target)
            throws Exception {
        MigrationBench.execute(legacy, """
                CREATE TABLE note (id text PRIMARY KEY, tree pg_node_tree);
                CREATE TABLE other (id text PRIMARY KEY, tree pg_node_tree)""");
        MigrationBench.execute(target, """
                CREATE TYPE pair AS (a int, tree pg_node_tree);
                CREATE DOMAIN shell AS pair[];
                CREATE TABLE note (id uuid PRIMARY KEY, tree shell, alone gtsvector);
                CREATE TABLE other (id uuid PRIMARY KEY, tree text)""");
        String mapping = """
                mapping: 1
                tables:
                  note: {targets: [{table: note, columns: {id: {id: id}, tree: tree}}]}
                  other: {targets: [{table: other, columns: {id: {id: id}, tree: tree}}]}
                """;
        try (MigrationBench bench = new MigrationBench(legacy, target, mapping)) {
            assertThat(bench.failure())
                    .isInstanceOf(SinkException.class)
                    .hasMessageContaining("column tree of public.note has type public.shell, which holds pg_node_tree")
                    .hasMessageContaining("drop the legacy column in the mapping")
                    .message()
                    .doesNotContain("public.other")
                    .doesNotContain("gtsvector");
        }
        assertThat(MigrationBench.rows(legacy, TOUCHED)).isEmpty();
        assertThat(MigrationBench.rows(target, TOUCHED)).isEmpty();
    }
}
