package io.crosswalk.transformer.expression.condition;

import io.crosswalk.pipeline.row.Columns;
import io.crosswalk.pipeline.row.Refusal;
import io.crosswalk.pipeline.row.Row;
import io.crosswalk.transformer.expression.Column;
import io.crosswalk.transformer.expression.Expression;
import io.crosswalk.transformer.expression.TestBinding;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

class ConditionTest {

    private static final Row ROW = Row.of(Columns.of("a", "b", "none", "unknown"), "x", "y", null, Row.ABSENT);
    private static final Expression A = new Column("a");
    private static final Expression B = new Column("b");
    private static final Expression NONE = new Column("none");
    private static final Expression UNKNOWN = new Column("unknown");
    private static final Expression GONE = new Column("gone");

    @Test
    void onlyKeepsWhatItNames() {
        assertThat(evaluate(new Only(Set.of("x"), A))).isEqualTo("x");
        assertThat(evaluate(new Only(Set.of("x"), B))).isNull();
        assertThat(evaluate(new Only(Set.of("x"), NONE))).isNull();
        assertThat(evaluate(new Only(Set.of("x"), UNKNOWN))).isSameAs(Row.ABSENT);
    }

    @Test
    void notTurnsNullIntoTrueAndEverythingElseIntoNull() {
        assertThat(evaluate(new Not(NONE))).isEqualTo("true");
        assertThat(evaluate(new Not(A))).isNull();
        assertThat(evaluate(new Not(new Not(A)))).isEqualTo("true");
        assertThat(evaluate(new Not(GONE))).isInstanceOf(Refusal.class);
    }

    @Test
    void aColumnThatIsNotCarriedIsNotNullButWhatIsMadeOfItMayBe() {
        assertThat(evaluate(new Not(UNKNOWN))).isNull();
        assertThat(evaluate(new Not(new Only(Set.of("x"), UNKNOWN)))).isSameAs(Row.ABSENT);
    }

    @Test
    void allGivesTheLastWhenNoneIsNull() {
        assertThat(evaluate(new All(List.of(A, B)))).isEqualTo("y");
        assertThat(evaluate(new All(List.of(A, NONE, B)))).isNull();
        assertThat(evaluate(new All(List.of(NONE, UNKNOWN)))).isSameAs(Row.ABSENT);
        assertThat(evaluate(new All(List.of(NONE, GONE)))).isInstanceOf(Refusal.class);
    }

    @Test
    void aRequiredValueThatIsMissingRefusesTheRowAndNamesItsColumns() {
        assertThat(evaluate(new Required(A))).isEqualTo("x");
        assertThat(evaluate(new Required(UNKNOWN))).isSameAs(Row.ABSENT);
        assertThat(evaluate(new Required(new Coalesce(List.of(NONE, NONE)))))
                .isEqualTo(new Refusal("the mapping requires a value, and there is none in none"));
    }

    private static @Nullable Object evaluate(Expression expression) {
        return expression.evaluate(ROW, new TestBinding());
    }
}
