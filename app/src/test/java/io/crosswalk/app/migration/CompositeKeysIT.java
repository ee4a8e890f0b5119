package io.crosswalk.app.migration;

import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.junit.Legacy;
import io.crosswalk.testbed.junit.Target;
import io.crosswalk.testbed.server.Database;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** Parents whose legacy key has three columns of different types, with children that come before them. */
@Databases
class CompositeKeysIT {

    private static final String LEGACY = """
            CREATE TABLE "Line" (a integer, b text, c date, note text, PRIMARY KEY (a, b, c));
            CREATE TABLE "Part" (id text PRIMARY KEY, la integer, lb text, lc date, ma integer, mb text, mc date);
            CREATE TABLE "Seal" (la integer, lb text, lc date, n smallint, PRIMARY KEY (la, lb, lc, n));
            ALTER TABLE "Part" REPLICA IDENTITY FULL;
            INSERT INTO "Part" VALUES ('early', 1, 'x,y', '2024-02-29', 2, 'b\\', '2024-01-01'), ('free', NULL, 'x', NULL, 1, 'x', '2024-01-01');
            INSERT INTO "Seal" VALUES (1, 'x,y', '2024-02-29', 1)""";

    private static final String TARGET = """
            CREATE TABLE lines (id uuid PRIMARY KEY, note text);
            CREATE TABLE parts (id uuid PRIMARY KEY, line_id uuid, spare_id uuid);
            CREATE TABLE seals (line_id uuid, n smallint, PRIMARY KEY (line_id, n))""";

    private static final String MAPPING = """
            mapping: 1
            tables:
              Line: { targets: [{ table: lines, columns: { id: { id: [a, b, c] }, note: note } }] }
              Part:
                targets:
                  - table: parts
                    columns:
                      id: { id: id }
                      line_id: { id: [la, lb, lc], of: Line }
                      spare_id: { id: [ma, mb, mc], of: Line, missing: null }
              Seal:
                targets: [{ table: seals, key: [line_id, n], columns: { line_id: { id: [la, lb, lc], of: Line }, n: n } }]
            """;

    @Test
    void childrenMeetTheirParentsWhateverHappensToEither(@Legacy Database legacy, @Target Database target)
            throws Exception {
        MigrationBench.execute(legacy, LEGACY);
        MigrationBench.execute(target, TARGET);
        try (MigrationBench bench = new MigrationBench(legacy, target, MAPPING)) {
            bench.streaming().drained();
            assertThat(waiting(target)).containsExactly("public.parts", "public.seals");
            assertThat(bench.compare().problems()).isEmpty();
            for (String change : List.of(
                    "INSERT INTO \"Line\" VALUES (1, 'x,y', '2024-02-29', 'late')",
                    "INSERT INTO \"Line\" VALUES (2, 'b\\', '2024-01-01', 'spare'), (1, 'x', '2024-01-01', 'other')",
                    "UPDATE \"Line\" SET note = 'changed'; UPDATE \"Part\" SET la = 1, lb = 'x', lc = '2024-01-01' WHERE id = 'free'",
                    "UPDATE \"Part\" SET la = 2, lb = 'b\\', lc = '2024-01-01' WHERE id = 'early'",
                    "UPDATE \"Line\" SET c = 'infinity' WHERE a = 2",
                    "UPDATE \"Part\" SET lc = 'infinity', mc = 'infinity' WHERE id = 'early'",
                    "UPDATE \"Seal\" SET la = 2, lb = 'b\\', lc = 'infinity'",
                    "DELETE FROM \"Line\" WHERE a = 2",
                    "DELETE FROM \"Seal\"; INSERT INTO \"Line\" VALUES (2, 'b\\', 'infinity', 'again')",
                    "DELETE FROM \"Part\" WHERE id = 'early'; DELETE FROM \"Line\" WHERE b = 'x'",
                    "TRUNCATE \"Line\"")) {
                MigrationBench.execute(legacy, change);
                bench.drained();
                assertThat(bench.compare().problems()).as(change).isEmpty();
            }
            assertThat(waiting(target)).containsExactly("public.parts");
            assertThat(MigrationBench.rows(target, "SELECT count(*) FROM parts, lines, seals"))
                    .containsExactly("0");
        }
    }

    private static List<String> waiting(Database target) throws Exception {
        return MigrationBench.rows(target, "SELECT target_table FROM crosswalk.quarantine ORDER BY 1");
    }
}
