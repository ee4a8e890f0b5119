package io.crosswalk.transformer.expression;

import io.crosswalk.pipeline.row.Columns;
import io.crosswalk.pipeline.row.Key;
import io.crosswalk.pipeline.row.Lookup;
import io.crosswalk.pipeline.row.Lookup.Absence;
import io.crosswalk.pipeline.row.Refusal;
import io.crosswalk.pipeline.row.Row;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.table.IdMappings;
import io.crosswalk.transformer.expression.TenantRule.Always;
import io.crosswalk.transformer.expression.TenantRule.Own;
import io.crosswalk.transformer.expression.TenantRule.Through;
import io.crosswalk.transformer.expression.condition.Coalesce;
import io.crosswalk.transformer.expression.condition.NullIf;
import io.crosswalk.transformer.expression.condition.ValueMap;
import io.crosswalk.transformer.expression.json.JsonLiteral;
import io.crosswalk.transformer.expression.json.JsonObject;
import io.crosswalk.transformer.expression.text.Concat;
import io.crosswalk.transformer.expression.text.Lower;
import io.crosswalk.transformer.expression.text.Numeric;
import io.crosswalk.transformer.expression.text.Trim;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

class ExpressionTest {

    private static final TableId PARENT = new TableId("public", "Parent");
    private static final TableId USERS = new TableId("public", "User");
    private static final Row ROW =
            Row.of(Columns.of("text", "none", "unknown", "padded"), "Über", null, Row.ABSENT, " a\t");
    private static final Expression TEXT = new Column("text");
    private static final Expression NONE = new Column("none");
    private static final Expression UNKNOWN = new Column("unknown");
    private static final Expression GONE = new Column("gone");
    private static final Refusal GONE_REFUSAL = new Refusal("legacy column gone is gone");

    @Test
    void aColumnGivesItsValueAsItIs() {
        assertThat(evaluate(TEXT)).isEqualTo("Über");
        assertThat(evaluate(NONE)).isNull();
        assertThat(evaluate(UNKNOWN)).isSameAs(Row.ABSENT);
        assertThat(evaluate(GONE)).isEqualTo(GONE_REFUSAL);
        assertThat(TEXT.columns()).containsExactly("text");
    }

    @Test
    void whatIsNoTextPassesThroughEveryExpressionOfOneArgument() {
        List<Expression> all = List.of(
                new IdOf(NONE, PARENT),
                new AccountOf(NONE),
                new Lower(NONE),
                new Trim(NONE),
                new Numeric(NONE),
                new Seal(NONE),
                new NullIf(Set.of("x"), NONE),
                new ValueMap(Map.of(), Optional.empty(), NONE));
        assertThat(all).extracting(ExpressionTest::evaluate).containsOnlyNulls();
        List<Expression> unknown = List.of(
                new IdOf(UNKNOWN, PARENT),
                new AccountOf(UNKNOWN),
                new Lower(UNKNOWN),
                new Trim(UNKNOWN),
                new Numeric(UNKNOWN),
                new Seal(UNKNOWN),
                new NullIf(Set.of("x"), UNKNOWN),
                new ValueMap(Map.of(), Optional.empty(), UNKNOWN),
                new Concat(List.of(TEXT, NONE, UNKNOWN)),
                new Coalesce(List.of(NONE, UNKNOWN, TEXT)),
                new JsonObject(Map.of("k", UNKNOWN), true));
        assertThat(unknown).extracting(ExpressionTest::evaluate).containsOnly(Row.ABSENT);
        assertThat(evaluate(new Lower(new Trim(GONE)))).isEqualTo(GONE_REFUSAL);
        assertThat(evaluate(new JsonObject(Map.of("k", GONE), false))).isEqualTo(GONE_REFUSAL);
    }

    @Test
    void textsChange() {
        assertThat(evaluate(new Lower(TEXT))).isEqualTo("über");
        assertThat(evaluate(new Trim(new Column("padded")))).isEqualTo("a");
        assertThat(evaluate(new Constant("c"))).isEqualTo("c");
        assertThat(evaluate(new Constant(null))).isNull();
        assertThat(evaluate(new Concat(List.of(TEXT, new Constant("-"), TEXT)))).isEqualTo("Über-Über");
        assertThat(evaluate(new Concat(List.of(TEXT, NONE)))).isNull();
        assertThat(evaluate(new Coalesce(List.of(NONE, TEXT, UNKNOWN)))).isEqualTo("Über");
        assertThat(evaluate(new Coalesce(List.of(NONE, NONE)))).isNull();
        assertThat(evaluate(new NullIf(Set.of("", "Über"), TEXT))).isNull();
        assertThat(evaluate(new NullIf(Set.of(""), TEXT))).isEqualTo("Über");
        assertThat(evaluate(new Numeric(new Constant("+07.50")))).isEqualTo("7.50");
        assertThat(evaluate(new Numeric(TEXT))).isNull();
        assertThat(evaluate(new Seal(TEXT))).isEqualTo("sealed Über");
    }

    @Test
    void aValueMapTranslatesOrRefuses() {
        Map<String, @Nullable String> values = new LinkedHashMap<>();
        values.put("Über", "over");
        assertThat(evaluate(new ValueMap(values, Optional.empty(), TEXT))).isEqualTo("over");
        assertThat(evaluate(new ValueMap(values, Optional.of(new Constant(null)), new Column("padded"))))
                .isNull();
        assertThat(evaluate(new ValueMap(Map.of(), Optional.of(new Constant("x")), TEXT)))
                .isEqualTo("x");
        assertThat(evaluate(new ValueMap(Map.of(), Optional.empty(), TEXT)))
                .isEqualTo(new Refusal("the mapping has no value for what is in text"));
        values.put("Über", null);
        assertThat(evaluate(new ValueMap(values, Optional.empty(), TEXT))).isNull();
    }

    @Test
    void aJsonObjectKeepsItsMembersInOrder() {
        Map<String, Expression> members = new LinkedHashMap<>();
        members.put("z\"", new Constant("line\n\"\\\u0001🦷"));
        members.put("none", NONE);
        members.put("flag", new JsonLiteral("true"));
        members.put("inner", new JsonObject(Map.of("a", TEXT), false));
        assertThat(evaluate(new JsonObject(members, false)))
                .isEqualTo(
                        "{\"z\\\"\":\"line\\n\\\"\\\\\\u0001🦷\",\"none\":null,\"flag\":true,\"inner\":{\"a\":\"Über\"}}");
        assertThat((String) evaluate(new JsonObject(members, true))).doesNotContain("none");
        assertThat(evaluate(new JsonObject(Map.of("none", NONE), true))).isEqualTo("{}");
    }

    @Test
    void idsAccountsAndTenantsAskTheirBinding() {
        assertThat(evaluate(new IdOf(TEXT, PARENT))).isEqualTo("id of Über in public.Parent");
        assertThat(evaluate(new AccountOf(TEXT))).isEqualTo(lookup("Über"));
        assertThat(evaluate(tenant(new Own("text")))).isEqualTo("tenant Über");
        assertThat(evaluate(tenant(new Own("none"), new Through("text", PARENT))))
                .isEqualTo("tenant of Über in public.Parent, else null");
        assertThat(evaluate(tenant(new Through("text", PARENT), new Own("text"))))
                .isEqualTo("tenant of Über in public.Parent, else tenant Über");
        assertThat(evaluate(tenant(new Own("none"), new Always("only")))).isEqualTo("tenant only");
    }

    @Test
    void aRowWithoutTenantIsRefused() {
        assertThat(evaluate(tenant(new Own("none")))).isEqualTo(new Refusal("no tenant: none is null"));
        assertThat(evaluate(tenant(new Own("none"), new Own("none"))))
                .isEqualTo(new Refusal("no tenant: none are all null"));
        assertThat(evaluate(tenant(new Own("unknown")))).isSameAs(Row.ABSENT);
        assertThat(evaluate(tenant(new Through("text", PARENT), new Own("unknown"))))
                .isSameAs(Row.ABSENT);
        assertThat(evaluate(tenant(new Own("gone")))).isEqualTo(GONE_REFUSAL);
    }

    @Test
    void anExpressionKnowsTheColumnsItReads() {
        Expression expression = new Coalesce(List.of(
                new Lower(TEXT),
                new JsonObject(Map.of("k", NONE), false),
                tenant(new Own("own"), new Through("up", PARENT))));
        assertThat(expression.columns()).containsExactly("text", "none", "own", "up");
    }

    @Test
    void aRuleMayAllowARowToHaveNoTenant() {
        TenantRule rule = new TenantRule(List.of(new Own("none")), true);
        assertThat(evaluate(new TenantOf(rule))).isNull();
        assertThat(evaluate(new TenantOf(new TenantRule(List.of(new Own("none"), new Own("text")), true))))
                .isEqualTo("tenant " + ROW.value("text"));
    }

    private static TenantOf tenant(TenantRule.Alternative... alternatives) {
        return new TenantOf(new TenantRule(List.of(alternatives)));
    }

    private static Lookup lookup(String user) {
        return new Lookup(IdMappings.TABLE, IdMappings.NEW_ID, Key.of(Columns.of("u"), user), null, Absence.FAIL);
    }

    private static @Nullable Object evaluate(Expression expression) {
        return expression.evaluate(ROW, new Binding() {
            @Override
            public Object id(TableId legacyTable, String legacyId, Row legacy) {
                return "id of " + legacyId + " in " + legacyTable;
            }

            @Override
            public Object reference(TableId legacyTable, String legacyId, Row legacy) {
                return legacyTable.equals(USERS) ? account(legacyId) : id(legacyTable, legacyId, legacy);
            }

            @Override
            public Lookup account(String legacyUserId) {
                return lookup(legacyUserId);
            }

            @Override
            public Object tenant(String legacyTenantId, Row legacy) {
                return "tenant " + legacyTenantId;
            }

            @Override
            public Object tenantOf(TableId legacyTable, String legacyId, @Nullable Object otherwise, Absence absence) {
                return "tenant of " + legacyId + " in " + legacyTable + ", else " + otherwise;
            }

            @Override
            public String seal(String plaintext, Row legacy) {
                return "sealed " + plaintext;
            }
        });
    }
}
