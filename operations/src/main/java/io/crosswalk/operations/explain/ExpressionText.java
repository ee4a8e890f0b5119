package io.crosswalk.operations.explain;

import io.crosswalk.transformer.expression.AccountOf;
import io.crosswalk.transformer.expression.Column;
import io.crosswalk.transformer.expression.Constant;
import io.crosswalk.transformer.expression.Expression;
import io.crosswalk.transformer.expression.IdOf;
import io.crosswalk.transformer.expression.JsonLiteral;
import io.crosswalk.transformer.expression.JsonObject;
import io.crosswalk.transformer.expression.NullIf;
import io.crosswalk.transformer.expression.TenantOf;
import io.crosswalk.transformer.expression.ValueMap;
import io.crosswalk.transformer.mapping.Mapping;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Expressions as a mapping file writes them, in one line.
 *
 * @param mapping how its tables are called
 */
record ExpressionText(Mapping mapping) {

    String of(Expression expression) {
        if (expression instanceof Column column) {
            return column.name();
        }
        if (expression instanceof TenantOf) {
            return "$tenant";
        }
        if (expression instanceof IdOf id) {
            return "{ id: " + of(id.argument()) + ", of: " + mapping.space(id.table()) + " }";
        }
        if (expression instanceof Constant constant) {
            return "{ constant: " + (constant.text() == null ? "null" : '"' + constant.text() + '"') + " }";
        }
        if (expression instanceof JsonLiteral) {
            return "a fixed JSON value";
        }
        if (expression instanceof JsonObject object) {
            return object.members().entrySet().stream()
                    .map(member -> member.getKey() + ": " + of(member.getValue()))
                    .collect(Collectors.joining(", ", "{ json: { ", " } }"));
        }
        if (expression instanceof ValueMap map) {
            return map.values().entrySet().stream()
                    .map(value -> value.getKey() + ": " + value.getValue())
                    .collect(Collectors.joining(", ", "{ map: { ", " }, from: " + of(map.argument()) + " }"));
        }
        if (expression instanceof NullIf nullIf) {
            return "{ null_if: " + nullIf.placeholders() + ", from: " + of(nullIf.argument()) + " }";
        }
        return "{ " + word(expression) + ": " + arguments(expression.arguments()) + " }";
    }

    private static String word(Expression expression) {
        if (expression instanceof AccountOf) {
            return "account";
        }
        // Every other expression is a class called after its word: JsonIds is json_ids.
        String name = expression.getClass().getSimpleName();
        return name.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    }

    private String arguments(List<Expression> arguments) {
        String inside = arguments.stream().map(this::of).collect(Collectors.joining(", "));
        return arguments.size() == 1 ? inside : "[" + inside + "]";
    }
}
