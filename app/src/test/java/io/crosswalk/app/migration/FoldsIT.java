package io.crosswalk.app.migration;

import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.junit.Legacy;
import io.crosswalk.testbed.junit.Target;
import io.crosswalk.testbed.server.Database;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** Children that become one JSON column of their parent, whatever happens to either. */
@Databases
class FoldsIT {

    private static final String LEGACY = """
            CREATE TABLE "Form" (id text PRIMARY KEY, name text);
            CREATE TABLE "Weird ""Field"" Ü" (id integer PRIMARY KEY, "formId" text REFERENCES "Form" ON UPDATE CASCADE ON DELETE CASCADE,
                                  label text, rank integer, hint text);
            CREATE TABLE "Setting" (id text PRIMARY KEY, "formId" text, key text, value text);
            INSERT INTO "Form" VALUES ('f1', 'One'), ('f2', 'Two'), ('f3', 'Three');
            INSERT INTO "Weird ""Field"" Ü" VALUES (1, 'f1', 'ten', 10, 'h'), (2, 'f1', 'nine', 9, NULL), (3, 'f2', 'x', 1, NULL);
            INSERT INTO "Setting" VALUES ('s1', 'f1', 'color', 'red'), ('s2', 'late', 'color', 'blue')""";

    private static final String TARGET = """
            CREATE TABLE forms (id uuid PRIMARY KEY, name text, fields jsonb, settings json)""";

    private static final String MAPPING = """
            mapping: 1
            tables:
              Weird "Field" Ü:
                folds:
                  - into: forms
                    column: fields
                    parent: { id: formId, of: Form }
                    order: rank
                    value: { json: { label: label, hint: hint }, compact: true }
              Setting:
                where: value
                folds:
                  - { into: forms, column: settings, parent: { id: formId, of: Form }, name: key, value: { json: { is: value } } }
              Form:
                targets: [{ table: forms, columns: { id: { id: id }, name: name } }]
            """;

    private static final String FIELD = "\"Weird \"\"Field\"\" Ü\"";

    private static final String FORMS = "SELECT name, fields, settings::jsonb FROM forms ORDER BY name COLLATE \"C\"";

    @Test
    void aFoldedColumnFollowsItsChildren(@Legacy Database legacy, @Target Database target) throws Exception {
        MigrationBench.execute(legacy, LEGACY);
        MigrationBench.execute(target, TARGET);
        try (MigrationBench bench = new MigrationBench(legacy, target, MAPPING)) {
            bench.streaming();
            List<String> seen = new ArrayList<>();
            assertThat(MigrationBench.rows(target, FORMS))
                    .containsExactly(
                            "One|[{\"label\": \"nine\"}, {\"hint\": \"h\", \"label\": \"ten\"}]|{\"color\": {\"is\": \"red\"}}",
                            "Three|[]|{}",
                            "Two|[{\"label\": \"x\"}]|{}");
            for (String change : List.of(
                    "UPDATE " + FIELD + " SET label = 'Nine' WHERE id = 2",
                    "INSERT INTO " + FIELD + " VALUES (4, 'f3', 'new', 1, NULL)",
                    "UPDATE " + FIELD + " SET \"formId\" = 'f3' WHERE id = 1",
                    "DELETE FROM " + FIELD + " WHERE id = 2",
                    "UPDATE " + FIELD + " SET id = 40 WHERE id = 4",
                    "INSERT INTO \"Form\" VALUES ('late', 'Late')",
                    "UPDATE \"Form\" SET id = 'f3b' WHERE id = 'f3'",
                    "UPDATE \"Form\" SET name = 'Zwei' WHERE id = 'f2'",
                    "UPDATE \"Setting\" SET value = NULL WHERE id = 's1'",
                    "DELETE FROM \"Form\" WHERE id = 'late'; INSERT INTO \"Form\" VALUES ('late', 'Again')",
                    "DELETE FROM \"Form\" WHERE id = 'f2'",
                    "TRUNCATE " + FIELD)) {
                MigrationBench.execute(legacy, change);
                bench.drained();
                assertThat(bench.compare().problems()).as(change).isEmpty();
                seen.add(String.join("; ", MigrationBench.rows(target, FORMS)));
            }
            assertThat(seen.get(2)).contains("Three|[{\"label\": \"new\"}, {\"hint\": \"h\", \"label\": \"ten\"}]|{}");
            assertThat(seen.get(5)).contains("Late|[]|{\"color\": {\"is\": \"blue\"}}");
            assertThat(seen.get(6)).contains("Three|[{\"label\": \"new\"}, {\"hint\": \"h\", \"label\": \"ten\"}]|{}");
            assertThat(seen.get(8)).contains("One|[]|{}");
            assertThat(seen.get(9)).contains("Again|[]|{\"color\": {\"is\": \"blue\"}}");
            assertThat(seen.get(11)).isEqualTo("Again|[]|{\"color\": {\"is\": \"blue\"}}; One|[]|{}; Three|[]|{}");

            // Somebody changed a folded column: the comparison sees it.
            MigrationBench.execute(target, "UPDATE forms SET fields = '[1]' WHERE name = 'One'");
            assertThat(bench.compare().problems())
                    .containsExactly("public.forms: 1 rows differ in the folded column fields");
        }
    }
}
