package io.crosswalk.transformer.expression.json;

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

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

class JsonExpressionTest {

    private static final long SEED = 8259;
    private static final TableId T = new TableId("public", "T");
    private static final TableId M = new TableId("public", "M");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "$.a | {\"a\": \"x\"} | x",
                "$.a | {\"a\": \"\\u00fc\\n\\\"\"} | `ü\n\"`",
                "$.a | {\"a\": 1.500e10} | 1.500e10",
                "$.a | {\"a\": 123456789012345678901234567890.10} | 123456789012345678901234567890.10",
                "$.a | {\"a\": -0} | -0",
                "$.a | {\"a\": true} | true",
                "$.a | {\"a\": null} |",
                "$.a | {\"b\": 1} |",
                "$.a | [1] |",
                "$.a | {\"a\": {\"b\":  [1, 2.0]}, \"c\": 1} | {\"b\":  [1, 2.0]}",
                "$.a[1].b | {\"a\": [{\"b\": 1}, {\"b\": 2}]} | 2",
                "$.a[2] | {\"a\": [1, 2]} |",
                "$[0] | [[], 1] | []",
                "$ | \"x\" | x",
                "$ | 12 | 12",
                "$ | {\"a\": 1} | {\"a\": 1}",
                "$[\"odd \\\"n.me\"] | {\"odd \\\"n.me\": 7} | 7",
                "$.a | {\"a\": 1, \"a\": 2} | 2",
                "$.a | {\"b\": {\"a\": 1}, \"a\": 3} | 3",
                "$.é | {\"\\u00e9\": 4} | 4",
            })
    void aValueIsExtractedAsItIsWritten(String path, String json, @Nullable String expected) {
        assertThat(evaluate(new Extract(path(path), new Column("j")), json)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{", "{\"a\": }", "t", "{} {}", "1 2", "{\"a\": 1} x", "[1,]", "nul", "{'a': 1}"})
    void whatIsNoJsonRefusesTheRowAndIsNotQuoted(String text) {
        assertThat(evaluate(new Extract(path("$.a"), new Column("j")), text))
                .isEqualTo(new Refusal("what is in j is no JSON"));
        assertThat(evaluate(ids("$.a", T), text)).isEqualTo(new Refusal("what is in j is no JSON"));
    }

    @ParameterizedTest
    @CsvSource({"t,true", "f,false", "1.50,1.50", "'{\"a\": 1}','{\"a\": 1}'", "null,null", "'\"x\"','\"x\"'"})
    void aTextThatIsJsonStandsAsItIs(String text, String expected) {
        assertThat(evaluate(new AsJson(new Column("j")), text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"NaN", "Infinity", "2024-01-01", "x", "01"})
    void aTextThatIsNoJsonIsRefused(String text) {
        assertThat(evaluate(new AsJson(new Column("j")), text)).isInstanceOf(Refusal.class);
    }

    @Test
    void idsAtPathsAreReplacedAndNothingElse() {
        Map<JsonPath, TableId> tables = new LinkedHashMap<>();
        tables.put(path("$.id"), T);
        tables.put(path("$.widgets[*].metric.id"), M);
        tables.put(path("$[\"a b\"][0]"), M);
        String json = "{\"id\": \"x\", \"n\":  1.500, \"other\": {\"id\": \"x\"}, \"none\": null, \"widgets\": "
                + "[{\"metric\": {\"id\": 42, \"w\": [1, [2]]}}, {}, {\"metric\": {\"id\": null}}, {\"metric\": 3}], \"a b\": [\"y\", \"z\"]}";
        assertThat(evaluate(new JsonIds(new Column("j"), tables), json))
                .isEqualTo(json.replaceFirst("\"x\"", "\"T-x\"")
                        .replace("42", "\"M-42\"")
                        .replace("\"y\"", "\"M-y\""));
    }

    @Test
    void whatStandsWhereAnIdShouldRefusesTheRow() {
        assertThat(evaluate(ids("$.a", T), "{\"a\": [\"x\"]}"))
                .isEqualTo(new Refusal("what stands at $.a is no id but a list: the path may lack [*]"));
        assertThat(evaluate(ids("$.a", T), "{\"a\": {}}")).isInstanceOf(Refusal.class);
        assertThat(evaluate(ids("$.a", T), "{\"a\": true}")).isInstanceOf(Refusal.class);
        assertThat(evaluate(ids("$.a", T), "{\"a\": 1.5}")).isInstanceOf(Refusal.class);
        assertThat(evaluate(ids("$.a", T), "{\"a\": \"bad\"}")).isEqualTo(new Refusal("bad"));
    }

    @Test
    void accountsAreInsertedWhenTheyAreKnown() {
        Object value = evaluate(ids("$[*]", TestBinding.USERS), "[\"u\\u0031\", 2.0e3, null]".replace("2.0e3", "7"));
        assertThat(((Composite) value).lookups())
                .containsExactly(TestBinding.accountOf("u1"), TestBinding.accountOf("7"));
        assertThat(((Composite) value).join(lookup -> lookup.key().text()))
                .isEqualTo("[\"User,u1\", \"User,7\", null]");
    }

    @Test
    void documentsOfAnyShapeStayAsTheyAreWhereNoPathLeads() {
        Random random = new Random(SEED);
        for (int i = 0; i < 2_000; i++) {
            StringBuilder json = new StringBuilder();
            document(random, json, 0);
            String text = json.toString();
            assertThat(evaluate(ids("$.zz[*].q", T), text)).as("seed %d", SEED).isEqualTo(text);
            assertThat(evaluate(new Extract(path("$.x"), new Column("j")), "{\"x\": [" + text + "]}"))
                    .isEqualTo("[" + text + "]");
            assertThat(evaluate(ids("$.w[*].v", T), "{\"w\": [" + text + ", {\"u\": " + text + ", \"v\": \"i\"}]}"))
                    .isEqualTo("{\"w\": [" + text + ", {\"u\": " + text + ", \"v\": \"T-i\"}]}");
        }
    }

    @Test
    void deepDocumentsDoNotEndTheMigration() {
        String deep = "[".repeat(20_000) + "]".repeat(20_000);
        assertThat(evaluate(ids("$.a", T), deep)).isEqualTo(deep);
    }

    private static void document(Random random, StringBuilder json, int depth) {
        String[] scalars = {
            "1",
            "-0.10",
            "1e400",
            "\"\"",
            "\"a\\\"}\"",
            "\"[{\\\\\"",
            "null",
            "true",
            "false",
            "\"\uD83E\uDDB7\\ud83e\"",
            "12345678901234567890"
        };
        switch (depth > 4 ? 0 : random.nextInt(3)) {
            case 0 -> json.append(scalars[random.nextInt(scalars.length)]);
            case 1 -> {
                json.append('[');
                for (int i = random.nextInt(4); i > 0; i--) {
                    document(random, json, depth + 1);
                    json.append(i > 1 ? random.nextBoolean() ? "," : ", \n" : "");
                }
                json.append(']');
            }
            default -> {
                json.append("{ ");
                for (int i = random.nextInt(4); i > 0; i--) {
                    json.append(random.nextBoolean() ? "\"k\\\"\": " : "\"a\":");
                    document(random, json, depth + 1);
                    json.append(i > 1 ? " ," : "");
                }
                json.append('}');
            }
        }
    }

    private static JsonIds ids(String path, TableId table) {
        return new JsonIds(new Column("j"), Map.of(path(path), table));
    }

    private static JsonPath path(String text) {
        return Objects.requireNonNull(JsonPath.parse(text));
    }

    private static @Nullable Object evaluate(Expression expression, @Nullable String json) {
        return expression.evaluate(Row.of(Columns.of("j"), json), new TestBinding());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "$a",
                "$.",
                "$.a.",
                "$[",
                "$[a]",
                "$[-1]",
                "$['a']",
                "$..a",
                "$.a b",
                "$[*",
                "$[99999999999]"
            })
    void whatIsNoPathIsNotRead(String text) {
        assertThat(JsonPath.parse(text)).isNull();
    }
}
