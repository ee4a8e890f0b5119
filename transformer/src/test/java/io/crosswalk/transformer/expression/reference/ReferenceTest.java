package io.crosswalk.transformer.expression.reference;

import io.crosswalk.pipeline.row.Columns;
import io.crosswalk.pipeline.row.Composite;
import io.crosswalk.pipeline.row.Refusal;
import io.crosswalk.pipeline.row.Row;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.transformer.expression.Column;
import io.crosswalk.transformer.expression.Expression;
import io.crosswalk.transformer.expression.TestBinding;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

class ReferenceTest {

    private static final TableId T = new TableId("public", "T");
    private static final Columns COLUMNS = Columns.of("a", "b");

    @Test
    void aCompositeKeyIsOneIdOfAllItsValues() {
        CompositeId id = new CompositeId(List.of(new Column("a"), new Column("b")), T);
        assertThat(evaluate(id, "x,y", "z")).isEqualTo("T-x\\,y,z");
        assertThat(evaluate(id, "x", "y,z")).isEqualTo("T-x,y\\,z");
        assertThat(evaluate(id, "x", null)).isNull();
        assertThat(evaluate(id, null, Row.ABSENT)).isSameAs(Row.ABSENT);
    }

    @Test
    void aColumnChoosesTheTable() {
        Map<String, TableId> tables = Map.of("thing", T, "user", TestBinding.USERS);
        PolymorphicId strict = new PolymorphicId(new Column("a"), new Column("b"), tables, true);
        PolymorphicId lenient = new PolymorphicId(new Column("a"), new Column("b"), tables, false);
        assertThat(evaluate(strict, "1", "thing")).isEqualTo("T-1");
        assertThat(evaluate(strict, "1", "user")).isEqualTo(TestBinding.accountOf("1"));
        assertThat(evaluate(strict, "1", "other"))
                .isEqualTo(new Refusal("the mapping names no table for what is in b"));
        assertThat(evaluate(strict, "1", null)).isInstanceOf(Refusal.class);
        assertThat(evaluate(strict, null, "other")).isNull();
        assertThat(evaluate(lenient, "1", "other")).isNull();
        assertThat(evaluate(lenient, "1", Row.ABSENT)).isSameAs(Row.ABSENT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | {}",
                "{a,b} | {T-a,T-b}",
                "{NULL,\"NULL\",null} | {NULL,T-NULL,NULL}",
                "{{a,b},{c,NULL}} | {{T-a,T-b},{T-c,NULL}}",
                "[0:1]={a,b} | [0:1]={T-a,T-b}",
                "[2:2][-1:0]={{a,b}} | [2:2][-1:0]={{T-a,T-b}}",
                "{\"a,b\",\"c\\\"d\",\"\"} | {\"T-a,b\",\"T-c\\\"d\",T-}",
                "{\"{\",\"\\\\\"} | {\"T-{\",\"T-\\\\\"}",
            })
    void anArrayKeepsItsNullsDimensionsAndBounds(String array, String expected) {
        assertThat(evaluate(new IdArray(new Column("a"), T), array, null)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "{",
                "}",
                "{a",
                "{a}b",
                "{a}}",
                "{,}",
                "{a,}",
                "{\"a}",
                "{}{}",
                "[0:1]",
                "{a}{b}",
                "{a\"b\"}"
            })
    void whatIsNoArrayRefusesTheRow(String text) {
        assertThat(evaluate(new IdArray(new Column("a"), T), text, null))
                .isEqualTo(new Refusal("what is in a is no array"));
    }

    @Test
    void anArrayOfUsersBecomesOneOfAccounts() {
        Object value = evaluate(new IdArray(new Column("a"), TestBinding.USERS), "{u1,NULL,u2}", null);
        assertThat(((Composite) value).join(lookup -> lookup.key().value(1).equals("u1") ? "x1" : null))
                .isEqualTo("{x1,NULL,NULL}");
        assertThat(evaluate(new IdArray(new Column("a"), T), "{x,bad,y}", null)).isEqualTo(new Refusal("bad"));
    }

    private static @Nullable Object evaluate(Expression expression, @Nullable Object a, @Nullable Object b) {
        return expression.evaluate(Row.of(COLUMNS, a, b), new TestBinding());
    }
}
