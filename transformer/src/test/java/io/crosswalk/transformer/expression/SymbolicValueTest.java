package io.crosswalk.transformer.expression;

import io.crosswalk.pipeline.row.Columns;
import io.crosswalk.pipeline.row.Composite;
import io.crosswalk.pipeline.row.Refusal;
import io.crosswalk.pipeline.row.Row;
import io.crosswalk.transformer.expression.json.AsJson;
import io.crosswalk.transformer.expression.json.JsonList;
import io.crosswalk.transformer.expression.json.JsonLiteral;
import io.crosswalk.transformer.expression.json.JsonObject;
import io.crosswalk.transformer.expression.text.Concat;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

class SymbolicValueTest {

    private static final Row ROW =
            Row.of(Columns.of("user", "text", "none", "unknown"), "u1", "a\"b", null, Row.ABSENT);
    private static final Expression ACCOUNT = new AccountOf(new Column("user"));
    private static final Expression TEXT = new Column("text");
    private static final Expression NONE = new Column("none");

    @Test
    void anAccountStandsInsideTexts() {
        assertThat(joined(new Concat(List.of(new Constant("u/"), ACCOUNT, TEXT))))
                .isEqualTo("u/ACCOUNTa\"b");
        assertThat(evaluate(new Concat(List.of(ACCOUNT, NONE)))).isNull();
        assertThat(evaluate(new Concat(List.of(NONE, ACCOUNT, new Column("unknown")))))
                .isSameAs(Row.ABSENT);
    }

    @Test
    void anAccountStandsInsideJson() {
        Map<String, Expression> inner = new LinkedHashMap<>();
        inner.put("by", new Concat(List.of(TEXT, ACCOUNT)));
        inner.put("no", NONE);
        Map<String, Expression> members = new LinkedHashMap<>();
        members.put("user", ACCOUNT);
        members.put("list", new JsonList(List.of(ACCOUNT, NONE, new JsonLiteral("5"), TEXT)));
        members.put("inner", new JsonObject(inner, true));
        members.put("n", new AsJson(new Constant("1.50")));
        assertThat(joined(new JsonObject(members, false)))
                .isEqualTo("{\"user\":\"ACCOUNT\",\"list\":[\"ACCOUNT\",null,5,\"a\\\"b\"],"
                        + "\"inner\":{\"by\":\"a\\\"bACCOUNT\"},\"n\":1.50}");
    }

    @Test
    void whatHasNoTextYetIsNeverSealed() {
        assertThat(evaluate(new Seal(ACCOUNT))).isInstanceOf(Refusal.class);
        assertThat(evaluate(new Seal(new Concat(List.of(TEXT, ACCOUNT))))).isInstanceOf(Refusal.class);
    }

    private static @Nullable String joined(Expression expression) {
        return ((Composite) evaluate(expression)).join(lookup -> "ACCOUNT");
    }

    private static @Nullable Object evaluate(Expression expression) {
        return expression.evaluate(ROW, new TestBinding());
    }
}
