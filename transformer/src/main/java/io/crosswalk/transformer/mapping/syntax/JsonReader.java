package io.crosswalk.transformer.mapping.syntax;

import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.transformer.expression.Expression;
import io.crosswalk.transformer.expression.json.Extract;
import io.crosswalk.transformer.expression.json.JsonIds;
import io.crosswalk.transformer.expression.json.JsonList;
import io.crosswalk.transformer.expression.json.JsonLiteral;
import io.crosswalk.transformer.expression.json.JsonObject;
import io.crosswalk.transformer.expression.json.JsonPath;
import io.crosswalk.transformer.yaml.Nearest;
import io.crosswalk.transformer.yaml.YamlNode;
import io.crosswalk.transformer.yaml.YamlNode.Kind;
import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the expressions that make or read JSON. */
record JsonReader(ExpressionReader expressions) {

    private static final long MOST_EXACT = 1L << 53;
    // Shorter names are near to too much: d is not a mistyped id.
    private static final int SHORTEST_WORD = 3;
    private static final String PATH_FORM = "write it like $.a[0].b, $.list[*].id or $[\"odd name\"]";

    Expression object(YamlNode node, YamlNode value) {
        return object(value, node.flag("compact", false));
    }

    private JsonObject object(YamlNode value, boolean compact) {
        Map<String, Expression> members = new LinkedHashMap<>();
        value.entries().forEach((name, member) -> members.put(name, member(member, compact)));
        return new JsonObject(members, compact);
    }

    private Expression member(YamlNode node, boolean compact) {
        return switch (node.kind()) {
            case BOOLEAN -> new JsonLiteral(node.text());
            case NUMBER -> new JsonLiteral(Long.toString(node.integer(-MOST_EXACT, MOST_EXACT)));
            case LIST ->
                new JsonList(
                        node.items().stream().map(item -> member(item, compact)).toList());
            case MAP -> isObject(node) ? object(node, compact) : expressions.read(node);
            default -> expressions.read(node);
        };
    }

    /** A map without operator is an object inside; one that looks like a mistyped operator is not. */
    private static boolean isObject(YamlNode node) {
        List<String> keys = node.keys();
        if (keys.isEmpty() || !ExpressionReader.operators(node).isEmpty()) {
            return false;
        }
        boolean mistyped = keys.get(0).length() >= SHORTEST_WORD
                && Nearest.of(keys.get(0), Operator.words()) != null
                && (keys.size() == 1 || keys.contains("from") || keys.contains("of"));
        if (mistyped) {
            node.report(
                    "this is no expression, and too much like one to be an object",
                    Nearest.suggest(keys.get(0), Operator.words()) + " For an object write {json: {...}}");
        }
        return true;
    }

    Expression extract(YamlNode node, YamlNode value) {
        Expression from = expressions.argument(node.required("from"));
        JsonPath path = path(value, value.text());
        if (path == null) {
            return from;
        }
        if (!path.isSingle()) {
            value.report("a path with [*] leads to many places", "name one, like [0]");
        }
        return new Extract(path, from);
    }

    Expression ids(YamlNode node, YamlNode value) {
        Expression argument = expressions.argument(value);
        Map<JsonPath, TableId> tables = new LinkedHashMap<>();
        YamlNode places = node.required("at");
        if (places.isPresent()) {
            places.entries().forEach((text, table) -> {
                JsonPath path = path(table, text);
                TableId read = new ReferenceReader(expressions).table(table);
                if (path != null) {
                    tables.put(path, read);
                }
            });
        }
        if (places.kind() == Kind.MAP && places.keys().isEmpty()) {
            places.report("no place is named", "write {\"$.providerId\": Provider}");
        }
        return new JsonIds(argument, tables);
    }

    private static @Nullable JsonPath path(YamlNode node, String text) {
        JsonPath path = JsonPath.parse(text);
        if (path == null && node.isPresent() && node.kind() != Kind.LIST && node.kind() != Kind.MAP) {
            node.report("this is no path into JSON", PATH_FORM);
        }
        return path;
    }
}
