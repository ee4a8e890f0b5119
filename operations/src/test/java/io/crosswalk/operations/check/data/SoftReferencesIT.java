package io.crosswalk.operations.check.data;

import io.crosswalk.operations.check.CheckBench;
import io.crosswalk.pipeline.row.Columns;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.table.SourceTable;
import io.crosswalk.postgres.Failures;
import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.junit.Legacy;
import io.crosswalk.testbed.junit.Target;
import io.crosswalk.testbed.server.Database;
import io.crosswalk.transformer.expression.Column;
import io.crosswalk.transformer.expression.json.JsonIds;
import io.crosswalk.transformer.expression.json.JsonPath;
import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Every kind of reference that no foreign key can guard, or does: what points to nothing is counted. */
@Databases
class SoftReferencesIT {

    private static final String LEGACY = """
            CREATE TABLE "Pair" (a text, b int, PRIMARY KEY (a, b));
            INSERT INTO "Pair" VALUES ('x', 1), ('x', 2);
            CREATE TABLE "Tag" (id int PRIMARY KEY, a text, b int, kind text, "of" text, ids text[], doc jsonb, "odd" json);
            INSERT INTO "Tag" VALUES
                (1, 'x', 1, 'user', 'u1', '{u1,NULL,u2}', '{"by": "u1", "list": [{"c d": "c1"}, {"c d": 2}]}', NULL),
                (2, 'x', 3, 'user', 'gone', '{}', '{"by": null, "list": []}', '{}'),
                (3, NULL, 4, 'clinic', 'u1', '{{u1,gone},{u2,gone too}}', '{"by": "gone", "list": [{"c d": "c2"}]}', '["gone"]'),
                (4, 'y', NULL, 'else', 'gone', NULL, NULL, '[]')""";

    private static final String TAG = """
              Tag:
                targets:
                  - table: tags
                    columns:
                      id: { id: id }
                      pair: { id: [a, b], of: Pair }
                      of: { id: of, of: { by: kind, tables: { user: User, clinic: Clinic }, otherwise: null } }
                      users: { ids: ids, of: User }
                      doc: { json_ids: doc, at: { "$.by": User, '$.list[*]["c d"]': Clinic } }
                      odd: { json_ids: odd, at: { "$[0]": User } }
                folds:
                  - { into: clinics, column: tags, parent: { id: a, of: Clinic }, value: { json: { kind: kind } } }
              Pair:
                targets: [{ table: pairs, columns: { id: { id: [a, b] }, a: a, b: b } }]
              Visit:
            """;

    @Test
    void idsInJsonThatIsKeptAsTextAreCountedInTheDocumentsThatAreJson(@Legacy Database legacy, @Target Database target)
            throws SQLException {
        CheckBench bench = new CheckBench(legacy, target);
        bench.onLegacy("""
                CREATE TABLE "Setting" (id int PRIMARY KEY, doc text, short varchar(200), "odd ""Ü" json);
                INSERT INTO "Setting" VALUES
                    (1, '{"by": "u1"}', '[1, "c1"]', '{"by": "u2", "x": "\\u0000"}'),
                    (2, '{"by": "gone"}', 'no JSON', '{"by": "gone", "x": "\\u0000"}'),
                    (3, '{"by": "gone"', '[1, {}]', NULL),
                    (4, 'gone', '', '{}'),
                    (5, NULL, '["gone", "gone too"]', '{"by": null}');
                INSERT INTO "Setting" SELECT n, '{"by": "no ' || n || '"}', '["c2"]', NULL FROM generate_series(6, 5000) n""");
        bench.inMapping("  Visit:\n", """
                  Setting:
                    targets:
                      - table: settings
                        columns:
                          id: { id: id }
                          doc: { json_ids: doc, at: { "$.by": User } }
                          short: { json_ids: short, at: { "$[*]": Clinic } }
                          odd: { json_ids: 'odd "Ü', at: { "$.by": User } }
                  Visit:
                """);

        assertThat(bench.find(new SoftReferences()))
                .extracting(line -> line.replaceAll(", and no foreign key.*", ""))
                .containsExactlyInAnyOrder(
                        "WARNING source column public.Setting.doc at $.by: 4996 rows point to no row of public.User",
                        "WARNING source column public.Setting.short at $[*]: 2 rows point to no row of public.Clinic",
                        "WARNING source column public.Setting.odd \"Ü at $.by: 1 rows point to no row of public.User");
    }

    @Test
    void readingDocumentsThatTakesTooLongEndsAndLeavesTheSessionAsItWas(@Legacy Database legacy) throws SQLException {
        JsonIds ids = new JsonIds(
                new Column("doc"), Map.of(Objects.requireNonNull(JsonPath.parse("$")), new TableId("public", "User")));
        SourceTable users = new SourceTable(
                new TableId("public", "User"), Columns.of("id"), Columns.of("id"), Map.of("id", "text"), 0);
        WrittenJson slow = new WrittenJson("SELECT '1' FROM generate_series(1, 1000)", ids, users);
        try (Connection connection = legacy.connect()) {
            assertThatThrownBy(() -> slow.orphans(connection, Duration.ZERO))
                    .isInstanceOf(SQLException.class)
                    .satisfies(
                            failure -> assertThat(Failures.isTransient(failure)).isTrue());

            assertThat(connection.getAutoCommit()).isTrue();
            assertThat(connection.isValid(1)).isTrue();
        }
    }

    @Test
    void idsInArraysInJsonOfSeveralColumnsAndInFoldsAreCountedWhereTheyPointToNothing(
            @Legacy Database legacy, @Target Database target) throws SQLException {
        CheckBench bench = new CheckBench(legacy, target);
        bench.onLegacy(LEGACY);
        bench.inMapping("  Visit:\n", TAG);

        assertThat(bench.find(new SoftReferences()))
                .extracting(line -> line.replaceAll(", and no foreign key.*", ""))
                .containsExactlyInAnyOrder(
                        "WARNING source column public.Tag.a, b: 1 rows point to no row of public.Pair",
                        "WARNING source column public.Tag.of where kind is user: 1 rows point to no row of public.User",
                        "WARNING source column public.Tag.of where kind is clinic: 1 rows point to no row of public.Clinic",
                        "WARNING source column public.Tag.elements of ids: 1 rows point to no row of public.User",
                        "WARNING source column public.Tag.doc at $.by: 1 rows point to no row of public.User",
                        "WARNING source column public.Tag.doc at $.list[*][\"c d\"]: 1 rows point to no row of public.Clinic",
                        "WARNING source column public.Tag.odd at $[0]: 1 rows point to no row of public.User",
                        "WARNING source column public.Tag.a: 3 rows point to no row of public.Clinic");

        bench.onLegacy(
                "DELETE FROM \"Tag\" WHERE id = 2; ALTER TABLE \"Tag\" ADD FOREIGN KEY (a, b) REFERENCES \"Pair\"");
        assertThat(bench.find(new SoftReferences()))
                .noneSatisfy(line -> assertThat(line).contains("public.Pair"));
    }
}
