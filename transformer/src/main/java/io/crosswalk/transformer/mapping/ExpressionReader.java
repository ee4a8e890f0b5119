package io.crosswalk.transformer.mapping;

import io.crosswalk.pipeline.TableId;
import io.crosswalk.transformer.expression.AccountOf;
import io.crosswalk.transformer.expression.Coalesce;
import io.crosswalk.transformer.expression.Column;
import io.crosswalk.transformer.expression.Concat;
import io.crosswalk.transformer.expression.Constant;
import io.crosswalk.transformer.expression.Expression;
import io.crosswalk.transformer.expression.IdOf;
import io.crosswalk.transformer.expression.JsonLiteral;
import io.crosswalk.transformer.expression.JsonObject;
import io.crosswalk.transformer.expression.Lower;
import io.crosswalk.transformer.expression.NullIf;
import io.crosswalk.transformer.expression.Numeric;
import io.crosswalk.transformer.expression.Seal;
import io.crosswalk.transformer.expression.TenantOf;
import io.crosswalk.transformer.expression.TenantRule;
import io.crosswalk.transformer.expression.Trim;
import io.crosswalk.transformer.expression.ValueMap;
import io.crosswalk.transformer.yaml.Nearest;
import io.crosswalk.transformer.yaml.YamlNode;
import io.crosswalk.transformer.yaml.YamlNode.Kind;
import org.jspecify.annotations.Nullable;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the expressions of one legacy table.
 *
 * @param own the legacy table
 * @param sourceSchema the schema of legacy tables that are named without one
 * @param tenant what {@code $tenant} means here; empty when it means nothing
 * @param accounts whether the mapping says what an account is
 */
record ExpressionReader(TableId own, String sourceSchema, Optional<TenantRule> tenant, boolean accounts) {

    private static final String TENANT = "$tenant";
    private static final List<String> OPERATORS = List.of(
            "id",
            "account",
            "constant",
            "lower",
            "trim",
            "concat",
            "coalesce",
            "map",
            "null_if",
            "numeric",
            "json",
            "seal");

    /** Stands in for what could not be read; the problem is reported. */
    private static final Expression UNREADABLE = new Constant(null);

    Expression read(YamlNode node) {
        return switch (node.kind()) {
            case TEXT -> name(node);
            case MAP -> operation(node);
            case NUMBER, BOOLEAN ->
                unreadable(
                        node,
                        "a plain " + node.text() + " is no column",
                        "for a fixed value write {constant: " + node.text() + "}");
            case NULL -> unreadable(node, "nothing stands here", "for null write {constant: null}");
            case LIST -> unreadable(node, "a list is no expression", "known: " + String.join(", ", OPERATORS));
            case MISSING -> UNREADABLE;
        };
    }

    private Expression name(YamlNode node) {
        String name = node.text();
        if (name.equals(TENANT)) {
            return tenant.isPresent()
                    ? new TenantOf(tenant.get())
                    : unreadable(node, "the table has no tenant rule", "add tenant: <column> to the table");
        }
        if (name.isEmpty() || name.startsWith("$")) {
            return unreadable(node, "this is no column", "known besides columns: " + TENANT);
        }
        return new Column(name);
    }

    private Expression operation(YamlNode node) {
        List<String> operators =
                node.keys().stream().filter(OPERATORS::contains).toList();
        if (operators.size() != 1) {
            return unreadable(node, operators);
        }
        String operator = operators.get(0);
        YamlNode value = node.optionalOrNull(operator).orElseThrow();
        Expression expression = switch (operator) {
            case "id" ->
                new IdOf(
                        argument(value),
                        node.optional("of")
                                .map(of -> TableNames.read(of, sourceSchema))
                                .orElse(own));
            case "account" -> account(value);
            case "constant" -> new Constant(textOrNull(value));
            case "lower" -> new Lower(argument(value));
            case "trim" -> new Trim(argument(value));
            case "concat" ->
                new Concat(value.items().stream().map(this::argument).toList());
            case "coalesce" ->
                new Coalesce(value.items().stream().map(this::read).toList());
            case "map" -> valueMap(node, value);
            case "null_if" -> new NullIf(placeholders(value), argument(node.required("from")));
            case "numeric" -> new Numeric(argument(value));
            case "json" -> new JsonObject(members(value), node.flag("compact", false));
            case "seal" -> new Seal(argument(value));
            default -> throw new IllegalStateException("operator " + operator + " is listed but not read");
        };
        node.rejectUnknownKeys();
        return expression;
    }

    private static Expression unreadable(YamlNode node, List<String> operators) {
        if (!operators.isEmpty()) {
            return unreadable(
                    node,
                    "several operators: " + String.join(", ", operators),
                    "put one inside the other: {lower: {trim: e}}");
        }
        String first = node.keys().isEmpty() ? "" : node.keys().get(0);
        String nearest = Nearest.suggest(first, OPERATORS);
        return unreadable(
                node,
                first.isEmpty() ? "the expression is empty" : "there is no expression \"" + first + "\"",
                nearest == null ? "known: " + String.join(", ", OPERATORS) : nearest);
    }

    private static Expression unreadable(YamlNode node, String message, String suggestion) {
        node.report(message, suggestion);
        return UNREADABLE;
    }

    /** An expression inside another. Look-ups have no text yet that another expression could work on. */
    private Expression argument(YamlNode node) {
        Expression expression = read(node);
        if (expression.parts().anyMatch(part -> part instanceof AccountOf || part instanceof TenantOf)) {
            return unreadable(
                    node, "account and $tenant have no text to work on", "let them stand alone, or in coalesce");
        }
        return expression;
    }

    private Expression account(YamlNode value) {
        Expression argument = argument(value);
        return accounts
                ? new AccountOf(argument)
                : unreadable(
                        value, "the mapping does not say what an account is", "add accounts: {table, match, target}");
    }

    private Expression valueMap(YamlNode node, YamlNode value) {
        Map<String, @Nullable String> values = new LinkedHashMap<>();
        value.entries().forEach((old, mapped) -> values.put(old, textOrNull(mapped)));
        Optional<Constant> otherwise = node.optionalOrNull("otherwise").map(other -> new Constant(textOrNull(other)));
        return new ValueMap(values, otherwise, argument(node.required("from")));
    }

    private static Set<String> placeholders(YamlNode value) {
        Set<String> placeholders = new HashSet<>();
        value.itemsOrSelf().forEach(item -> placeholders.add(item.text()));
        return placeholders;
    }

    private Map<String, Expression> members(YamlNode value) {
        Map<String, Expression> members = new LinkedHashMap<>();
        value.entries().forEach((name, member) -> members.put(name, member(member)));
        return members;
    }

    private Expression member(YamlNode node) {
        if (node.kind() == Kind.BOOLEAN) {
            return new JsonLiteral(node.text());
        }
        if (node.kind() == Kind.NUMBER) {
            return new JsonLiteral(Long.toString(node.integer(-(1L << 53), 1L << 53)));
        }
        return argument(node);
    }

    private static @Nullable String textOrNull(YamlNode node) {
        return node.kind() == Kind.NULL ? null : node.text();
    }
}
