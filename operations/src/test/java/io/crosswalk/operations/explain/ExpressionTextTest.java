package io.crosswalk.operations.explain;

import io.crosswalk.transformer.expression.Expression;
import io.crosswalk.transformer.mapping.Mapping;
import io.crosswalk.transformer.mapping.MappingReader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ExpressionTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "name",
                "{ id: parent, of: Other }",
                "{ id: [a, b], of: Other }",
                "{ ids: parents, of: Other }",
                "{ id: parent, of: { by: kind, tables: { other: Other } } }",
                "{ id: parent, of: { by: kind, tables: { other: Other }, otherwise: null } }",
                "{ map: { x: y }, from: kind }",
                "{ map: { x: y }, from: kind, otherwise: z }",
                "{ json_ids: config, at: { $.parent: Other } }",
                "{ constant: \"x\" }",
                "{ lower: { trim: email } }",
                "{ coalesce: [a, b] }",
                "{ concat: [a, { constant: \"-\" }, b] }",
                "{ cast: at, to: timestamptz, zone: Europe/Berlin }",
                "{ cast: flag, to: boolean }",
                "{ extract: \"$.a.b\", from: config }",
                "{ only: [x], from: kind }",
                "{ null_if: [x], from: kind }",
                "{ numeric: size }",
                "{ required: { not: a } }",
                "{ all: [a, b] }",
                "{ json: { a: a, n: { as_json: b } } }",
                "{ seal: token }"
            })
    void anExpressionIsWrittenAsTheMappingWritesIt(String expression) {
        Mapping mapping = MappingReader.read("""
                mapping: 1
                tables:
                  Note:
                    targets: [{ table: notes, columns: { id: { id: id }, value: %s } }]
                  Other:
                    targets: [{ table: others, columns: { id: { id: id } } }]
                """.formatted(expression), "mapping.yaml");
        Expression read = mapping.tables().get(0).targets().get(0).expression("value");

        assertThat(new ExpressionText(mapping).of(read)).isEqualTo(expression);
    }
}
