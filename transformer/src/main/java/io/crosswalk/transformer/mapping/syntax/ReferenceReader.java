package io.crosswalk.transformer.mapping.syntax;

import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.transformer.expression.Expression;
import io.crosswalk.transformer.expression.IdOf;
import io.crosswalk.transformer.expression.reference.CompositeId;
import io.crosswalk.transformer.expression.reference.IdArray;
import io.crosswalk.transformer.expression.reference.PolymorphicId;
import io.crosswalk.transformer.yaml.YamlNode;
import io.crosswalk.transformer.yaml.YamlNode.Kind;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the expressions that give new ids. */
record ReferenceReader(ExpressionReader expressions) {

    private static final String REFUSE = "refuse";

    Expression id(YamlNode node, YamlNode value) {
        Optional<YamlNode> of = node.optional("of");
        if (of.isPresent() && of.get().kind() == Kind.MAP) {
            return polymorphic(value, of.get());
        }
        TableId table = of.map(this::table).orElse(expressions.own());
        if (value.kind() != Kind.LIST) {
            return new IdOf(expressions.argument(value), table);
        }
        List<Expression> arguments =
                value.items().stream().map(expressions::argument).toList();
        if (arguments.size() < 2) {
            return ExpressionReader.unreadable(
                    value, "a list is for keys of several columns", "write {id: <column>} for one");
        }
        return new CompositeId(arguments, table);
    }

    private Expression polymorphic(YamlNode value, YamlNode of) {
        Expression argument = expressions.argument(value);
        Expression by = expressions.argument(of.required("by"));
        Map<String, TableId> tables = new LinkedHashMap<>();
        YamlNode written = of.required("tables");
        if (written.isPresent()) {
            written.entries().forEach((name, table) -> tables.put(name, table(table)));
        }
        if (written.kind() == Kind.MAP && tables.isEmpty()) {
            written.report("no table is named", "write {<what stands in the column>: <legacy table>}");
        }
        boolean refuse =
                of.optionalOrNull("otherwise").map(ReferenceReader::refuses).orElse(true);
        of.rejectUnknownKeys();
        return new PolymorphicId(argument, by, tables, refuse);
    }

    private static boolean refuses(YamlNode node) {
        boolean refuse = node.kind() == Kind.TEXT && node.text().equals(REFUSE);
        if (!refuse && node.kind() != Kind.NULL) {
            node.report("this is neither null nor refuse", "write otherwise: null, or leave it out");
        }
        return refuse;
    }

    Expression ids(YamlNode node, YamlNode value) {
        return new IdArray(
                expressions.argument(value),
                node.optional("of").map(this::table).orElse(expressions.own()));
    }

    TableId table(YamlNode node) {
        return TableNames.read(node, expressions.sourceSchema());
    }
}
