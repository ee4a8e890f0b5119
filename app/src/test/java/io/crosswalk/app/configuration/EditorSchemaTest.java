package io.crosswalk.app.configuration;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import io.crosswalk.transformer.mapping.BundledMapping;
import io.crosswalk.transformer.mapping.MappingReader;
import io.crosswalk.transformer.mapping.syntax.Operator;
import io.crosswalk.transformer.yaml.Problems;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** The schema for editors says what the program reads. */
class EditorSchemaTest {

    private static final Path FILE = Path.of("../docs/crosswalk.schema.json");

    private final JsonSchema schema;

    EditorSchemaTest() throws IOException {
        schema = JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(Files.readString(FILE));
    }

    @Test
    void theBundledMappingAndTheExampleAreValid() throws IOException {
        for (String name : BundledMapping.NAMES) {
            assertThat(problems(BundledMapping.text(name).orElseThrow())).isEmpty();
        }
        assertThat(problems(ExampleText.read())).isEmpty();
        assertThat(problems(ExampleText.read()
                        .replaceAll("(?m)^# ((http|backfill|stream|wal|quarantine|readiness):|  [a-z_]+: .*)", "$1")))
                .isEmpty();
    }

    @Test
    void everyOperatorIsDescribedWithItsCompanions() {
        List<String> described = new ArrayList<>();
        schema.getSchemaNode()
                .at("/$defs/expression/anyOf")
                .forEach(each -> described.add(each.get("$ref").asText().replace("#/$defs/", "")));
        assertThat(described).containsExactlyInAnyOrderElementsOf(with("column", Operator.words()));
        for (Operator operator : Operator.values()) {
            List<String> keys = new ArrayList<>();
            schema.getSchemaNode()
                    .at("/$defs/" + operator.word() + "/properties")
                    .fieldNames()
                    .forEachRemaining(keys::add);
            // Whether a parent may be missing is a matter of the column, not of the expression.
            keys.remove("missing");
            assertThat(keys).containsExactlyInAnyOrderElementsOf(with(operator.word(), operator.companions()));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{id: id}",
                "{id: [a, b], of: T}",
                "{id: a, of: {by: b, tables: {x: T}}}",
                "{id: a, of: {by: b, tables: {x: T}, otherwise: null}}",
                "{ids: a, of: T}",
                "{json_ids: a, at: {$.b: T}}",
                "{account: a}",
                "{constant: null}",
                "{constant: 1.5}",
                "{lower: {trim: a}}",
                "{concat: [a, {constant: ' '}, $tenant]}",
                "{coalesce: [a, b]}",
                "{map: {x: null}, from: a, otherwise: y}",
                "{null_if: '', from: a}",
                "{only: [x, y], from: a}",
                "{not: a}",
                "{all: [a, b]}",
                "{required: a}",
                "{numeric: a}",
                "{cast: a, to: timestamptz, zone: Europe/Berlin}",
                "{extract: '$.a', from: b}",
                "{json: {a: 1, b: true, c: [x, {d: e}], f: {g: {id: h, of: T}}, i: {account: j}}, compact: true}",
                "{as_json: a}",
                "{seal: a}"
            })
    void whatTheProgramReadsIsValid(String expression) {
        assertThat(read(expression)).isEmpty();
        assertThat(problems(mapping(expression))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "5",
                "true",
                "[a]",
                "{}",
                "{lowr: a}",
                "{lower: a, trim: b}",
                "{id: [a]}",
                "{id: a, off: T}",
                "{json_ids: a}",
                "{json_ids: a, at: {b: T}}",
                "{map: {x: y}}",
                "{only: [], from: a}",
                "{all: []}",
                "{cast: a, to: bool}",
                "{cast: a}",
                "{extract: a, from: b}",
                "{json: [a]}",
                "{id: a, of: {by: b}}",
                "{concat: a}",
                "{json: {a: 1.5}}",
                "$tenannt"
            })
    void whatTheProgramRefusesIsInvalid(String expression) {
        assertThat(read(expression)).isNotEmpty();
        assertThat(problems(mapping(expression))).isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource(Operator.class)
    void anOperatorWithAStrangerBesideItIsInvalid(Operator operator) {
        String expression = "{" + operator.word() + ": a, stranger: b}";
        assertThat(read(expression)).isNotEmpty();
        assertThat(problems(mapping(expression))).isNotEmpty();
    }

    @Test
    void keysAndUnknownKeysAreTold() {
        assertThat(problems("mapping: 1\nkeys: named\ntables: {A: {keys: {column: uuid_id}, skip: true}}"))
                .isEmpty();
        assertThat(problems("mapping: 1\nkeys: {column: a}\ntables: {}")).isNotEmpty();
        assertThat(problems("mapping: 1\ntables: {A: {keys: {namespace: a, column: b}}}"))
                .isNotEmpty();
        assertThat(problems("mapping: 1\ntables: {A: {tragets: []}}")).isNotEmpty();
        assertThat(problems("name: x\nmapping: builtin:kamdental")).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "t",
                "[t, null]",
                "[{through: u, of: U}, null]",
                "[t, {through: u, of: U}, {constant: 1}]",
            })
    void theWaysToATenantAreValid(String rule) {
        String mapping = mapping("a").replace("tenant: t\n", "tenant: " + rule + "\n");
        assertThat(readMapping(mapping)).isEmpty();
        assertThat(problems(mapping)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[null, t]", "[t, null, null]", "[null]", "[{constant: 1}, null]", "[]", "{through: u}"})
    void waysToNowhereAreRefused(String rule) {
        assertThat(readMapping(mapping("a").replace("tenant: t\n", "tenant: " + rule + "\n")))
                .isNotEmpty();
    }

    private static String mapping(String expression) {
        return """
                mapping: 1
                tenant: {table: T, column: t}
                accounts: {table: U, match: email, target: users}
                tables:
                  T:
                    tenant: t
                    targets: [{table: t, columns: {id: {id: id}, x: %s}}]
                """.formatted(expression);
    }

    private static List<?> read(String expression) {
        return readMapping(mapping(expression));
    }

    private static List<?> readMapping(String mapping) {
        Problems problems = new Problems("x.yaml");
        MappingReader.read(mapping, problems);
        return problems.all();
    }

    private List<String> problems(String yaml) {
        return schema.validate(yaml, InputFormat.YAML).stream()
                .map(ValidationMessage::getMessage)
                .toList();
    }

    private static List<String> with(String first, List<String> others) {
        List<String> all = new ArrayList<>(others);
        all.add(first);
        return all;
    }
}
