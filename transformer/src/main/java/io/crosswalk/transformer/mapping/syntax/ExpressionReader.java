package io.crosswalk.transformer.mapping.syntax;

import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.transformer.expression.AccountOf;
import io.crosswalk.transformer.expression.Column;
import io.crosswalk.transformer.expression.Constant;
import io.crosswalk.transformer.expression.Expression;
import io.crosswalk.transformer.expression.Seal;
import io.crosswalk.transformer.expression.TenantOf;
import io.crosswalk.transformer.expression.TenantRule;
import io.crosswalk.transformer.expression.condition.All;
import io.crosswalk.transformer.expression.condition.Coalesce;
import io.crosswalk.transformer.expression.condition.Not;
import io.crosswalk.transformer.expression.condition.Required;
import io.crosswalk.transformer.expression.json.AsJson;
import io.crosswalk.transformer.expression.text.Concat;
import io.crosswalk.transformer.expression.text.Lower;
import io.crosswalk.transformer.expression.text.Numeric;
import io.crosswalk.transformer.expression.text.Trim;
import io.crosswalk.transformer.yaml.Nearest;
import io.crosswalk.transformer.yaml.YamlNode;
import io.crosswalk.transformer.yaml.YamlNode.Kind;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Reads the expressions of one legacy table.
 *
 * @param own the legacy table
 * @param sourceSchema the schema of legacy tables that are named without one
 * @param tenant what {@code $tenant} means here; empty when it means nothing
 * @param accounts whether the mapping says what an account is
 */
public record ExpressionReader(TableId own, String sourceSchema, Optional<TenantRule> tenant, boolean accounts) {

    private static final String TENANT = "$tenant";

    /** Stands in for what could not be read; the problem is reported. */
    private static final Expression UNREADABLE = new Constant(null);

    /** Reads an expression; a stand-in when there is a problem. */
    public Expression read(YamlNode node) {
        return switch (node.kind()) {
            case TEXT -> name(node);
            case MAP -> operation(node);
            case NUMBER, BOOLEAN ->
                unreadable(
                        node,
                        "a plain " + node.text() + " is no column",
                        "for a fixed value write {constant: " + node.text() + "}");
            case NULL -> unreadable(node, "nothing stands here", "for null write {constant: null}");
            case LIST -> unreadable(node, "a list is no expression", known());
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
        List<Operator> operators = operators(node);
        if (operators.size() != 1) {
            return unreadable(node, operators);
        }
        Operator operator = operators.get(0);
        YamlNode value = node.optionalOrNull(operator.word()).orElseThrow();
        Expression expression = read(operator, node, value);
        node.rejectUnknownKeys();
        return expression;
    }

    private Expression read(Operator operator, YamlNode node, YamlNode value) {
        return switch (operator) {
            case ID -> new ReferenceReader(this).id(node, value);
            case IDS -> new ReferenceReader(this).ids(node, value);
            case JSON_IDS -> new JsonReader(this).ids(node, value);
            case ACCOUNT -> account(value);
            case CONSTANT -> new Constant(textOrNull(value));
            case LOWER -> new Lower(argument(value));
            case TRIM -> new Trim(argument(value));
            case CONCAT -> new Concat(expressions(value));
            case COALESCE -> new Coalesce(expressions(value));
            case MAP -> new TextReader(this).map(node, value);
            case NULL_IF -> new TextReader(this).nullIf(node, value);
            case ONLY -> new TextReader(this).only(node, value);
            case NOT -> new Not(read(value));
            case ALL -> all(value);
            case REQUIRED -> new Required(read(value));
            case NUMERIC -> new Numeric(argument(value));
            case CAST -> new TextReader(this).cast(node, value);
            case EXTRACT -> new JsonReader(this).extract(node, value);
            case JSON -> new JsonReader(this).object(node, value);
            case AS_JSON -> new AsJson(read(value));
            case SEAL -> new Seal(argument(value));
        };
    }

    static List<Operator> operators(YamlNode node) {
        return node.keys().stream().map(Operator::of).filter(Objects::nonNull).toList();
    }

    private static Expression unreadable(YamlNode node, List<Operator> operators) {
        if (!operators.isEmpty()) {
            return unreadable(
                    node,
                    "several operators: "
                            + String.join(
                                    ", ", operators.stream().map(Operator::word).toList()),
                    "put one inside the other: {lower: {trim: e}}");
        }
        String first = node.keys().isEmpty() ? "" : node.keys().get(0);
        String nearest = Nearest.suggest(first, Operator.words());
        return unreadable(
                node,
                first.isEmpty() ? "the expression is empty" : "there is no expression \"" + first + "\"",
                nearest == null ? known() : nearest);
    }

    static Expression unreadable(YamlNode node, String message, String suggestion) {
        node.report(message, suggestion);
        return UNREADABLE;
    }

    private static String known() {
        return "known: " + String.join(", ", Operator.words());
    }

    /** An expression whose text another one works on. What is looked up in the target has no text yet. */
    Expression argument(YamlNode node) {
        Expression expression = read(node);
        if (expression.parts().anyMatch(part -> part instanceof AccountOf || part instanceof TenantOf)) {
            return unreadable(
                    node,
                    "account and $tenant have no text to work on",
                    "let them stand alone, or in concat, coalesce, all, required or json");
        }
        return expression;
    }

    /** The expressions of a list. */
    List<Expression> expressions(YamlNode list) {
        List<Expression> expressions = list.items().stream().map(this::read).toList();
        if (list.kind() == Kind.LIST && expressions.isEmpty()) {
            list.report("the list is empty", "put at least one expression into it");
        }
        return expressions;
    }

    private Expression all(YamlNode value) {
        List<Expression> expressions = expressions(value);
        return expressions.isEmpty() ? UNREADABLE : new All(expressions);
    }

    private Expression account(YamlNode value) {
        Expression argument = argument(value);
        return accounts
                ? new AccountOf(argument)
                : unreadable(
                        value, "the mapping does not say what an account is", "add accounts: {table, match, target}");
    }

    static @Nullable String textOrNull(YamlNode node) {
        return node.kind() == Kind.NULL ? null : node.text();
    }
}
