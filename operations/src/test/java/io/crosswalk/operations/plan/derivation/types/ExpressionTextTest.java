package io.crosswalk.operations.plan.derivation.types;

import io.crosswalk.postgres.structure.QualifiedName;
import org.junit.jupiter.api.Test;

import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

class ExpressionTextTest {

    private final ExpressionText text = new ExpressionText(
            Map.of("Name", "new name", "kind", "sort", "date", "day", "lower", "under", "A.b", "dotted"),
            Map.of(new QualifiedName("public", "Status"), new QualifiedName("app", "Status")));

    private String renamed(String expression) {
        return text.renamed(expression).orElse("refused");
    }

    @Test
    void columnsAreRenamedAndNothingElse() {
        assertThat(renamed("((kind = 'kind'::text) AND (lower((\"Name\")::text) <> 'it''s Name'::text))"))
                .isEqualTo("((\"sort\" = 'kind'::text) AND (lower((\"new name\")::text) <> 'it''s Name'::text))");
        assertThat(renamed("(lower > 1)")).isEqualTo("(\"under\" > 1)");
        assertThat(renamed("(\"A.b\" IS NOT NULL)")).isEqualTo("(\"dotted\" IS NOT NULL)");
        assertThat(renamed("(kinds = E'a\\'kind')")).isEqualTo("(kinds = E'a\\'kind')");
    }

    @Test
    void aTypeThatIsCalledLikeAColumnStays() {
        assertThat(renamed("((kind)::date > (date)::timestamp without time zone)"))
                .isEqualTo("((\"sort\")::date > (\"day\")::timestamp without time zone)");
    }

    @Test
    void declaredTypesMove() {
        assertThat(renamed("(kind = ANY (ARRAY['x'::public.\"Status\", 'y'::public.\"Status\"]))"))
                .isEqualTo("(\"sort\" = ANY (ARRAY['x'::\"app\".\"Status\", 'y'::\"app\".\"Status\"]))");
    }

    @Test
    void whatNamesAnythingElseOfTheApplicationIsRefused() {
        assertThat(renamed("public.is_fine(kind)")).isEqualTo("refused");
        assertThat(renamed("(kind OPERATOR(public.~~~) 'x')")).isEqualTo("refused");
        assertThat(renamed("(kind = 'x'::public.other)")).isEqualTo("refused");
    }
}
