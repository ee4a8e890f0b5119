package io.crosswalk.operations.check.data;

import io.crosswalk.operations.check.data.SoftReference.Elements;
import io.crosswalk.operations.check.data.SoftReference.Inside;
import io.crosswalk.operations.check.data.SoftReference.Named;
import io.crosswalk.operations.check.data.SoftReference.Whole;
import io.crosswalk.pipeline.row.Columns;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.table.SourceTable;
import io.crosswalk.transformer.expression.Column;
import io.crosswalk.transformer.expression.condition.NullIf;
import io.crosswalk.transformer.expression.json.JsonPath;
import io.crosswalk.transformer.expression.text.Lower;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/** Questions about rows, as SQL and without rows. */
class DataJudgementTest {

    private static final TableId PARENT = new TableId("public", "Parent");
    private static final SourceTable PARENTS =
            new SourceTable(PARENT, Columns.of("a", "b"), Columns.of("a"), Map.of("a", "text", "b", "integer"), 0);
    private static final SourceTable CHILDREN = new SourceTable(
            new TableId("public", "Child"),
            Columns.of("id", "up", "kind", "ups", "doc"),
            Columns.of("id"),
            Map.of("id", "integer", "up", "text", "kind", "text", "ups", "text[]", "doc", "text"),
            0);

    @Test
    void aConditionIsSaidInSqlAsFarAsSqlCanSayIt() {
        assertThat(RowFilter.of(Optional.empty(), "s")).isEqualTo(new RowFilter("true", true));
        assertThat(RowFilter.of(Optional.of(new Column("a\"b")), "s"))
                .isEqualTo(new RowFilter("s.\"a\"\"b\" IS NOT NULL", true));
        assertThat(RowFilter.of(Optional.of(new NullIf(Set.of("it's"), new Column("a"))), "s"))
                .isEqualTo(new RowFilter("s.\"a\"::text NOT IN ('it''s')", true));
        RowFilter unknown = RowFilter.of(Optional.of(new Lower(new Column("a"))), "s");
        assertThat(unknown).isEqualTo(new RowFilter("true", false));
        assertThat(unknown.and(new RowFilter("x", true)).count(2)).isEqualTo("at most 2 rows");
    }

    @Test
    void aReferenceIsCountedOnlyWhereItsColumnsFit() {
        assertThat(reference(new Whole(), "up").isCountable(CHILDREN, PARENTS)).isTrue();
        assertThat(reference(new Whole(), "up", "kind").isCountable(CHILDREN, PARENTS))
                .as("another number of columns than the key")
                .isFalse();
        assertThat(reference(new Whole(), "gone").isCountable(CHILDREN, PARENTS))
                .isFalse();
        assertThat(reference(new Named("gone", "x"), "up").isCountable(CHILDREN, PARENTS))
                .isFalse();
        assertThat(reference(new Elements(), "ups").isCountable(CHILDREN, PARENTS))
                .isTrue();
        assertThat(reference(new Elements(), "up").isCountable(CHILDREN, PARENTS))
                .isFalse();
        assertThat(reference(new Inside(path("$.a")), "doc").isCountable(CHILDREN, PARENTS))
                .as("a text is read as the mapping reads it, whether it is JSON or not")
                .isTrue();
    }

    @Test
    void namesAndPathsAreQuoted() {
        assertThat(reference(new Named("kind", "it's"), "up").orphaned(CHILDREN, PARENTS))
                .contains("s.\"kind\"::text = 'it''s'", "p.\"a\" = s.\"up\"");
        assertThat(reference(new Whole(), "id").orphaned(CHILDREN, PARENTS))
                .as("types that differ are compared as texts")
                .contains("p.\"a\"::text = s.\"id\"::text");
        assertThat(reference(new Inside(path("$[\"o'dd\"][*].id")), "doc").orphaned(CHILDREN, PARENTS))
                .contains("'lax $.\"o''dd\"[*].\"id\"'");
    }

    private static SoftReference reference(SoftReference.Place place, String... columns) {
        return new SoftReference(PARENT, List.of(columns), place);
    }

    private static JsonPath path(String text) {
        return Objects.requireNonNull(JsonPath.parse(text));
    }
}
