package io.crosswalk.operations.drift;

import io.crosswalk.pipeline.row.Columns;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.transformer.mapping.Mapping;
import io.crosswalk.transformer.mapping.MappingReader;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

import static org.assertj.core.api.Assertions.assertThat;

/** What each change of a legacy schema means for a mapping. */
class DriftRulesTest {

    private static final TableId NOTE = new TableId("public", "Note");
    private static final String MAPPING = """
            mapping: 1
            tables:
              Note:
                drop: [extra]
                targets: [{table: notes, columns: {id: {id: id}, text: text, mood: {map: {sad: "0"}, from: mood}}}]
              Old: {skip: true}
            """;

    private static final ColumnPrint ID = column(1, "id", "text");
    private static final ColumnPrint TEXT = column(2, "text", "text");
    private static final ColumnPrint MOOD = new ColumnPrint(3, "mood", "mood", 50, 50, "", false, true, false, "7");
    private static final ColumnPrint EXTRA = column(4, "extra", "integer");

    private static ColumnPrint column(int number, String name, String type) {
        return new ColumnPrint(number, name, type, type.hashCode(), 0, "", false, false, false, "7");
    }

    private static ColumnPrint altered(ColumnPrint column, String name, String type, String version) {
        return new ColumnPrint(
                column.number(),
                name,
                type,
                type.equals(column.type()) ? column.typeOid() : type.hashCode(),
                column.enumOid(),
                column.domain(),
                column.notNull(),
                column.hasDefault(),
                column.generated(),
                version);
    }

    private static TablePrint note(long file, ColumnPrint... columns) {
        return note(file, 4, columns);
    }

    private static TablePrint note(long file, int attributes, ColumnPrint... columns) {
        return new TablePrint(
                "public", "Note", 10, "d", "p 2", Map.of("10", file), List.of("id"), List.of(columns), attributes);
    }

    private static CatalogPrint catalog(TablePrint... tables) {
        return new CatalogPrint(List.of(tables), List.of(new EnumPrint(50, "public.mood", Map.of("1", "sad"))));
    }

    private static final CatalogPrint BEFORE = catalog(note(100, ID, TEXT, MOOD, EXTRA));

    private static List<String> found(CatalogPrint now, boolean copying, UnaryOperator<String> mapping) {
        MappingUse before = new MappingUse(read(MAPPING));
        Baseline baseline = Baseline.of(BEFORE, before, Set.of(), MappingParts.of(read(MAPPING)));
        MappingUse use = new MappingUse(read(mapping.apply(MAPPING)));
        return DriftRules.findings(baseline, now, use, copying).stream()
                .map(finding -> finding.name() + " " + finding.verdict())
                .toList();
    }

    private static List<String> found(CatalogPrint now) {
        return found(now, false, mapping -> mapping);
    }

    private static List<String> found(TablePrint now) {
        return found(catalog(now));
    }

    private static Mapping read(String text) {
        return MappingReader.read(text, "mapping.yaml");
    }

    @Test
    void theSameSchemaHasNoFindingsAndNeitherHasOneThatVacuumRewrote() {
        assertThat(found(BEFORE)).isEmpty();
        assertThat(found(note(101, ID, TEXT, MOOD, EXTRA))).isEmpty();
        assertThat(found(note(100, ID, altered(TEXT, "text", "text", "8"), MOOD, EXTRA)))
                .isEmpty();
    }

    @Test
    void anAlteredColumnInARewrittenTableMayHaveOtherValues() {
        assertThat(found(note(101, ID, altered(TEXT, "text", "text", "8"), MOOD, EXTRA)))
                .containsExactly("rows-rewritten:public.Note.text STOPS");
        assertThat(found(note(101, ID, TEXT, MOOD, altered(EXTRA, "extra", "text", "8"))))
                .isEmpty();
    }

    @Test
    void aColumnThatIsUsedMustStayWhatItIs() {
        assertThat(found(note(100, ID, MOOD, EXTRA))).containsExactly("column-gone:public.Note.text STOPS");
        assertThat(found(note(100, ID, altered(TEXT, "body", "text", "8"), MOOD, EXTRA)))
                .containsExactly("column-renamed:public.Note.text STOPS");
        assertThat(found(note(100, ID, MOOD, EXTRA, column(5, "text", "text"))))
                .containsExactly("column-remade:public.Note.text STOPS");
        assertThat(found(note(101, ID, altered(TEXT, "text", "integer", "8"), MOOD, EXTRA)))
                .containsExactly("column-type:public.Note.text STOPS");
        assertThat(found(note(100, ID, altered(TEXT, "text", "character varying(9)", "8"), MOOD, EXTRA)))
                .containsExactly("column-type:public.Note.text CONTINUE");
        assertThat(found(note(100, ID, altered(TEXT, "text", "xml", "8"), MOOD, EXTRA)))
                .containsExactly("column-type:public.Note.text NEEDS_MAPPING");
    }

    @Test
    void aColumnThatNothingIsMadeOfMayComeAndGo() {
        assertThat(found(note(100, ID, TEXT, MOOD))).containsExactly("column-gone:public.Note.extra CONTINUE");
        ColumnPrint phone = column(5, "phone", "text");
        assertThat(found(note(101, ID, TEXT, MOOD, EXTRA, phone)))
                .containsExactly("column-new:public.Note.phone NEEDS_MAPPING");
        CatalogPrint now = catalog(note(100, ID, TEXT, MOOD, EXTRA, phone));
        assertThat(found(now, false, mapping -> mapping.replace("[extra]", "[extra, phone]")))
                .isEmpty();
        assertThat(found(now, false, mapping -> mapping.replace("text: text", "text: text, phone: phone")))
                .containsExactly("column-unread:public.Note.phone STOPS");
        assertThat(found(BEFORE, false, mapping -> mapping.replace("text: text", "text: text, extra: extra")))
                .containsExactly("column-unread:public.Note.extra STOPS");
    }

    @Test
    void aRewriteUnderTheSnapshotOfTheBackfillHidesRowsFromIt() {
        TablePrint added = note(101, ID, TEXT, MOOD, EXTRA, column(5, "token", "text"));
        assertThat(found(catalog(added), true, mapping -> mapping))
                .containsExactly("rows-rewritten:public.Note STOPS", "column-new:public.Note.token NEEDS_MAPPING");
        assertThat(found(catalog(note(101, ID, TEXT, MOOD, EXTRA)), true, mapping -> mapping))
                .isEmpty();
        TablePrint unused = note(101, ID, TEXT, MOOD, altered(EXTRA, "extra", "integer", "8"));
        assertThat(found(catalog(unused), true, mapping -> mapping))
                .containsExactly("rows-rewritten:public.Note STOPS");
        TablePrint addedAndDropped = note(101, 5, ID, TEXT, MOOD, EXTRA);
        assertThat(found(catalog(addedAndDropped), true, mapping -> mapping))
                .containsExactly("rows-rewritten:public.Note STOPS");
        assertThat(found(catalog(addedAndDropped), false, mapping -> mapping)).isEmpty();
    }

    @Test
    void tablesAreKnownByTheirOids() {
        TablePrint stranger = new TablePrint("public", "New", 11, "d", "p 2", Map.of(), List.of(), List.of(), 0);
        TablePrint skipped = new TablePrint("public", "Old", 12, "d", "p 2", Map.of(), List.of(), List.of(), 0);
        TablePrint note = note(100, ID, TEXT, MOOD, EXTRA);
        assertThat(found(catalog(note, stranger, skipped))).containsExactly("table-new:public.New NEEDS_MAPPING");
        assertThat(found(catalog())).containsExactly("table-gone:public.Note STOPS");
        TablePrint renamed =
                new TablePrint("public", "Memo", 10, "d", "p 2", Map.of("10", 100L), List.of("id"), note.columns(), 4);
        assertThat(found(catalog(renamed))).containsExactly("table-renamed:public.Note STOPS");
        TablePrint remade =
                new TablePrint("public", "Note", 13, "d", "p 2", Map.of("13", 100L), List.of("id"), note.columns(), 4);
        assertThat(found(catalog(remade))).containsExactly("table-remade:public.Note STOPS");
    }

    @Test
    void aLabelMattersWhereTheMappingTranslatesLabels() {
        List<EnumPrint> labels = List.of(new EnumPrint(50, "public.mood", Map.of("1", "sad", "2", "odd")));
        assertThat(found(new CatalogPrint(BEFORE.tables(), labels)))
                .containsExactly("label-new:public.Note.mood NEEDS_MAPPING");
        assertThat(found(
                        new CatalogPrint(BEFORE.tables(), labels),
                        false,
                        mapping -> mapping.replace("{map: {sad: \"0\"}, from: mood}", "mood")))
                .containsExactly("label-new:public.Note.mood CONTINUE");
        List<EnumPrint> renamed = List.of(new EnumPrint(50, "public.mood", Map.of("1", "blue")));
        assertThat(found(new CatalogPrint(BEFORE.tables(), renamed)))
                .containsExactly("label-renamed:public.Note.mood NEEDS_MAPPING");
    }

    @Test
    void whatIsLeftBehindIsNoPartOfAMappingThatCounts() {
        Map<String, String> parts = MappingParts.of(read(MAPPING));
        assertThat(MappingParts.of(read(MAPPING.replace("[extra]", "[extra, phone]"))))
                .isEqualTo(parts);
        assertThat(MappingParts.of(read(MAPPING + "  # a word\n"))).isEqualTo(parts);
        Baseline baseline = Baseline.of(BEFORE, new MappingUse(read(MAPPING)), Set.of(), parts);
        assertThat(baseline.changedParts(MappingParts.of(read(MAPPING.replace("text: text", "text: {lower: text}")))))
                .containsExactly(NOTE.toString());
    }

    @Test
    void aRenamedColumnIsKnownByBothNames() {
        CatalogPrint now = catalog(note(100, ID, altered(TEXT, "body", "text", "8"), MOOD, EXTRA));
        MappingUse use = new MappingUse(read(MAPPING.replace("text: text", "text: body")));
        Baseline before = Baseline.of(BEFORE, new MappingUse(read(MAPPING)), Set.of(), Map.of());
        Baseline advanced = before.advanced(now, Set.of(), use, Map.of());
        Columns old = Columns.of(List.of("id", "text", "mood", "extra"));
        assertThat(advanced.currentNames(NOTE, old).names()).containsExactly("id", "body", "mood", "extra");
        assertThat(DriftRules.findings(advanced, now, use, false)).isEmpty();
        assertThat(before.currentNames(NOTE, old)).isEqualTo(old);
    }
}
