package io.crosswalk.operations.check.target.types;

import io.crosswalk.operations.check.Severity;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.postgres.CatalogTable.Column;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Set;
import java.util.TreeSet;

import static org.assertj.core.api.Assertions.assertThat;

/** What is made of the types that the target says its columns have, without one. */
class TypeJudgementTest {

    private static final TableId NOTES = new TableId("public", "notes");

    private static Column column(String type) {
        return new Column("c", type, TypeFamily.withoutModifier(type), false, false, false, null);
    }

    @ParameterizedTest
    @CsvSource({
        "text, uuid, WARNING",
        "uuid, integer, BLOCKER",
        "text[], integer, BLOCKER",
        "integer, integer[], BLOCKER",
        "bigint, integer, WARNING",
        "timestamp with time zone, date, WARNING",
        "'numeric(10,2)', 'numeric(8,2)', WARNING",
        "'numeric', 'numeric(8,2)', WARNING",
    })
    void aTypeThatCannotTakeEveryValueIsTold(String given, String held, Severity severity) {
        assertThat(ColumnTypes.judge("public.notes.c", given, column(held)))
                .hasValueSatisfying(finding -> assertThat(finding.severity()).isEqualTo(severity));
    }

    @ParameterizedTest
    @CsvSource({
        "uuid, uuid",
        "uuid, text",
        "integer, bigint",
        "text[], text",
        "date, timestamp with time zone",
        "'numeric(8,2)', 'numeric(10,3)'",
        "text, public.state",
    })
    void aTypeThatTakesEveryValueIsNot(String given, String held) {
        assertThat(ColumnTypes.judge("public.notes.c", given, column(held))).isEmpty();
    }

    @Test
    void rowsAreFoldedIntoJsonAlone() {
        assertThat(FoldColumns.judge(NOTES, column("jsonb"))).isEmpty();
        assertThat(FoldColumns.judge(NOTES, column("json"))).isEmpty();
        assertThat(FoldColumns.judge(NOTES, column("text"))).hasValueSatisfying(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.BLOCKER);
            assertThat(finding.remedy()).contains("TYPE jsonb USING \"c\"::jsonb");
        });
    }

    @Test
    void aLengthIsReadFromTheType() {
        assertThat(TextLengths.limit("character varying(255)")).contains(255);
        assertThat(TextLengths.limit("character varying")).isEmpty();
        assertThat(TextLengths.limit("numeric(10,2)")).isEmpty();
    }

    @Test
    void missingLabelsComeWithTheStatementsThatAddThem() {
        assertThat(EnumLabels.missing("public.notes.c", "public.state", new TreeSet<>(Set.of("it's", "open")))
                        .remedy())
                .isEqualTo("ALTER TYPE public.state ADD VALUE 'it''s'; ALTER TYPE public.state ADD VALUE 'open';");
    }

    @Test
    void anExtensionThatTheServerDoesNotOfferCannotBeCreated() {
        String[] extension = {"citext", "public.Note.mail"};
        assertThat(MissingExtensions.missing(extension, true).remedy()).isEqualTo("CREATE EXTENSION \"citext\";");
        assertThat(MissingExtensions.missing(extension, false).remedy()).doesNotContain("CREATE EXTENSION");
    }
}
