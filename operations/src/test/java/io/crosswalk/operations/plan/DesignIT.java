package io.crosswalk.operations.plan;

import io.crosswalk.operations.plan.design.ForeignKeyDesign;
import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.junit.Legacy;
import io.crosswalk.testbed.junit.Target;
import io.crosswalk.testbed.kamdental.KamdentalTarget;
import io.crosswalk.testbed.server.Database;
import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** What a target looks like, object by object. */
@Databases
class DesignIT {

    private static List<String> foreignKeys(Plan plan) {
        return plan.design().foreignKeys().stream()
                .map(key -> key.table().name() + " " + key.columns() + " "
                        + key.referenced().name() + " " + key.referencedColumns() + " " + key.clauses())
                .map(String::strip)
                .toList();
    }

    @Test
    void everyPartOfTheLegacySchemaHasItsTwin(@Legacy Database legacy, @Target Database target) throws SQLException {
        OddLegacy.execute(legacy, OddLegacy.SCHEMA);
        try (Connection connection = target.connect()) {
            KamdentalTarget.createSupabase(connection);
        }
        Plan plan = OddLegacy.plan(legacy, target, "app");
        for (int phase : new int[] {1, 3, 4}) {
            OddLegacy.execute(target, PhaseFiles.forward("odd", plan.phase(phase)));
        }

        List<String> dump = CatalogDump.of(target);
        assertThat(dump)
                .anyMatch(line ->
                        line.startsWith("constraint dates_in_order") && line.endsWith("CHECK ((starts <= ends))"))
                .anyMatch(line -> line.startsWith("constraint Odd check") && line.contains("app.\"Status\""))
                .anyMatch(line -> line.contains("UNIQUE (clinic_id, \"position\") DEFERRABLE INITIALLY DEFERRED"))
                .anyMatch(line -> line.contains("UNIQUE INDEX") && line.contains("lower(\"select\")"))
                .anyMatch(line ->
                        line.contains("(made DESC NULLS LAST, kind text_pattern_ops) INCLUDE (price) WITH (fillfactor"))
                .anyMatch(line -> line.contains("USING gin (body jsonb_path_ops)"))
                .anyMatch(line -> line.startsWith("column app.\"weird \"\"things\"\" ü\" code integer t d"))
                .noneMatch(line -> line.startsWith("constraint fine") || line.startsWith("constraint after"));
        assertThat(OddLegacy.rows(
                        target,
                        "SELECT seqstart || ' ' || seqincrement FROM pg_sequence WHERE seqrelid = pg_get_serial_sequence("
                                + "'app.\"weird \"\"things\"\" ü\"', 'code')::regclass"))
                .containsExactly("100 5");
        assertThat(foreignKeys(plan))
                .containsExactlyInAnyOrder(
                        "profiles [clinic_id] clinics [id] ON DELETE CASCADE ON UPDATE CASCADE",
                        "profiles [id] users [id] ON DELETE CASCADE",
                        "weird \"things\" ü [parent_id] weird \"things\" ü [id] ON DELETE SET NULL ON UPDATE CASCADE",
                        "weird \"things\" ü [clinic_id] clinics [id] ON DELETE RESTRICT ON UPDATE CASCADE",
                        OddLegacy.LONG + " [weird_id] weird \"things\" ü [id] DEFERRABLE INITIALLY DEFERRED",
                        "lines [a, b] " + OddLegacy.LONG + " [a, b] MATCH FULL",
                        "bookings [country, region] regions [country, code]");
        assertThat(plan.design().foreignKeys())
                .extracting(ForeignKeyDesign::name)
                .allMatch(name -> name.length() <= 63)
                .contains("profiles_id_fkey");
        assertThat(plan.design().notes())
                .anyMatch(note -> note.contains("check fine"))
                .anyMatch(note -> note.contains("check after"))
                .anyMatch(note -> note.contains("index one open"))
                .anyMatch(note -> note.contains("column rank has no default"));
    }

    @Test
    void referencesAndFoldsAreAsTheMappingSays(@Legacy Database legacy, @Target Database target) throws SQLException {
        OddLegacy.execute(legacy, """
                CREATE TABLE "Parent" (id text PRIMARY KEY, gone text);
                CREATE TABLE "Filtered" (id text PRIMARY KEY, gone text);
                CREATE TABLE "Pair" (x int, y int, PRIMARY KEY (x, y));
                CREATE TABLE "Child" (id text PRIMARY KEY, p text NOT NULL, q text NOT NULL, r text NOT NULL, x int, y int,
                    f text REFERENCES "Filtered", FOREIGN KEY (x, y) REFERENCES "Pair" ON DELETE CASCADE);
                CREATE TABLE "Note" (id text PRIMARY KEY, parent text NOT NULL REFERENCES "Parent", body text);
                """);
        Plan plan = OddLegacy.plan(legacy, target, "small", """
                mapping: 1
                target: app
                tables:
                  Parent: { targets: [{ table: parents, columns: { id: { id: id }, gone: gone } }] }
                  Filtered: { where: { not: gone }, targets: [{ table: filtered, columns: { id: { id: id } } }] }
                  Pair: { targets: [{ table: pairs, columns: { id: { id: [x, y], of: Pair }, x: x, y: y } }] }
                  Child:
                    targets:
                      - table: children
                        columns:
                          id: { id: id }
                          p_id: { id: p, of: Parent, missing: null }
                          q_id: { id: q, of: Parent, missing: quarantine }
                          r_id: { id: r, of: Parent }
                          f_id: { id: f, of: Filtered }
                          pair_id: { id: [x, y], of: Pair }
                  Note:
                    folds:
                      - { into: parents, column: notes, parent: { id: parent, of: Parent }, value: { json: { body: body } } }
                """);

        assertThat(foreignKeys(plan))
                .containsExactlyInAnyOrder(
                        "children [p_id] parents [id] ON DELETE SET NULL",
                        "children [q_id] parents [id]",
                        "children [pair_id] pairs [id] ON DELETE CASCADE");
        String sql = PhaseFiles.forward("small", plan.phase(1));
        assertThat(sql)
                .contains("\"p_id\" uuid,", "\"q_id\" uuid NOT NULL", "\"r_id\" uuid NOT NULL", "\"pair_id\" uuid,")
                .contains("\"notes\" jsonb NOT NULL DEFAULT '[]'");
        OddLegacy.execute(target, sql);
        assertThat(OddLegacy.rows(target, "SELECT indexname FROM pg_indexes WHERE tablename = 'children' ORDER BY 1"))
                .containsExactly(
                        "children_f_id_idx",
                        "children_p_id_idx",
                        "children_pair_id_idx",
                        "children_pkey",
                        "children_q_id_idx",
                        "children_r_id_idx");
    }
}
