package io.crosswalk.operations.draft.merge;

import io.crosswalk.operations.draft.DraftRefusedException;
import io.crosswalk.operations.draft.merge.Addition.NewColumns;
import io.crosswalk.operations.draft.merge.Addition.NewTable;
import io.crosswalk.operations.draft.table.ColumnDraft;
import io.crosswalk.operations.draft.table.TableDraft;
import io.crosswalk.operations.draft.table.TargetDraft;
import io.crosswalk.pipeline.row.TableId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MergeTest {

    private static final String FILE = """
            # mine
            name: x
            mapping:
                mapping: 1
                tables:
                    # the clinics, 😀
                    Clinic:
                        targets:
                            - table: clinics   # plural!
                              columns:
                                  id: { id: id }
                                  name: name   # kept
                                  # createdBy: map it?

                        drop: [scratch]

                    Goal: { targets: [ { table: goals, columns: { id: { id: id } } } ] } # short
                    # Old: commented out
            http: { port: 0 }
            # the end""";

    private static final Addition COLUMN =
            new NewColumns("Clinic", 0, List.of(new ColumnDraft("location", "location", List.of("a note"))));

    private static final Addition TABLE = new NewTable(new TableDraft(
            new TableId("public", "Widget"),
            "Widget",
            false,
            List.of("new"),
            Optional.empty(),
            false,
            List.of(new TargetDraft(
                    "widget",
                    List.of("id"),
                    Optional.empty(),
                    List.of(new ColumnDraft("id", "{ id: id }", List.of())))),
            List.of()));

    private static String merged(String text, Addition... additions) {
        return Merge.of(EditedFile.read("crosswalk.yaml", text), List.of(additions));
    }

    @Test
    void withoutAdditionsTheTextIsTheSame() {
        assertThat(merged(FILE)).isSameAs(FILE);
    }

    @Test
    void everyLineStaysAndNewColumnsStandBehindTheLastOneAndItsComments() {
        String indent = " ".repeat(22);
        String last = "# createdBy: map it?\n";

        assertThat(merged(FILE, COLUMN))
                .isEqualTo(FILE.replace(last, last + indent + "# a note\n" + indent + "location: location\n"));
    }

    @Test
    void newTablesStandBehindTheLastOneAndItsComments() {
        String last = "# Old: commented out\n";
        String added = """

                # new
                Widget:
                  targets:
                    - table: widget
                      columns:
                        id: { id: id }
                """.replace("\n", "\n        ");

        assertThat(merged(FILE, TABLE).replace(" ", ""))
                .isEqualTo(FILE.replace(last, last + added).replace(" ", ""));
    }

    @Test
    void bothAtOnceAndAtTheEndOfAFileWithoutLineBreak() {
        String text = FILE.substring(FILE.indexOf("    mapping: 1"), FILE.indexOf("        Goal:"))
                .stripTrailing()
                .replace("\n            drop: [scratch]", "");

        String merged = merged(text.indent(-4).stripTrailing(), TABLE, COLUMN);

        assertThat(merged.indexOf("location: location")).isPositive().isLessThan(merged.indexOf("Widget:"));
    }

    @Test
    void columnsInBracesGetTheirEntryInBraces() {
        Addition addition = new NewColumns("Goal", 0, List.of(new ColumnDraft("end", "endDate", List.of("lost"))));

        assertThat(merged(FILE, addition)).contains("columns: { id: { id: id }, end: endDate } } ] } # short");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r\n", "\n"})
    void theLineEndsOfTheFileAreKept(String lineEnd) {
        String text = FILE.replace("\n", lineEnd);

        String merged = merged(text, COLUMN, TABLE);

        assertThat(merged.replace(lineEnd, "")).doesNotContain("\n").doesNotContain("\r");
        assertThat(merged.lines().count()).isEqualTo(text.lines().count() + 2 + 7);
    }

    @Test
    void aTextBlockAtTheEndIsNotBroken() {
        String text = """
                mapping: 1
                tables:
                  Clinic:
                    targets:
                      - table: clinics
                        columns:
                          id: { id: id }
                          note:
                            constant: |
                              several
                              lines
                """;

        assertThat(merged(text, COLUMN)).isEqualTo(text + "          # a note\n          location: location\n");
    }

    @Test
    void tablesInBracesAreRefusedWithAWayOut() {
        assertThatThrownBy(() -> merged("{ mapping: 1, tables: { Clinic: { skip: true } } }", TABLE))
                .isInstanceOf(DraftRefusedException.class)
                .hasMessageContaining("tables:", "new file");
    }

    @Test
    void aFileThatNamesAnotherForItsMappingIsRefused() {
        assertThatThrownBy(() -> EditedFile.read("crosswalk.yaml", "name: x\nmapping: other.yaml\n"))
                .isInstanceOf(DraftRefusedException.class)
                .hasMessageContaining("name the file of the mapping");
    }
}
