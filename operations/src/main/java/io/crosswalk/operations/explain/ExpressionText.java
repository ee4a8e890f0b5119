package io.crosswalk.operations.explain;

import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.transformer.expression.AccountOf;
import io.crosswalk.transformer.expression.Column;
import io.crosswalk.transformer.expression.Constant;
import io.crosswalk.transformer.expression.Expression;
import io.crosswalk.transformer.expression.IdOf;
import io.crosswalk.transformer.expression.Reference;
import io.crosswalk.transformer.expression.Seal;
import io.crosswalk.transformer.expression.TenantOf;
import io.crosswalk.transformer.expression.cast.Cast;
import io.crosswalk.transformer.expression.cast.Conversion;
import io.crosswalk.transformer.expression.cast.ToTimestamptz;
import io.crosswalk.transformer.expression.condition.All;
import io.crosswalk.transformer.expression.condition.Coalesce;
import io.crosswalk.transformer.expression.condition.Not;
import io.crosswalk.transformer.expression.condition.NullIf;
import io.crosswalk.transformer.expression.condition.Only;
import io.crosswalk.transformer.expression.condition.Required;
import io.crosswalk.transformer.expression.condition.ValueMap;
import io.crosswalk.transformer.expression.json.AsJson;
import io.crosswalk.transformer.expression.json.Extract;
import io.crosswalk.transformer.expression.json.JsonIds;
import io.crosswalk.transformer.expression.json.JsonList;
import io.crosswalk.transformer.expression.json.JsonLiteral;
import io.crosswalk.transformer.expression.json.JsonObject;
import io.crosswalk.transformer.expression.json.JsonPath;
import io.crosswalk.transformer.expression.reference.CompositeId;
import io.crosswalk.transformer.expression.reference.IdArray;
import io.crosswalk.transformer.expression.reference.PolymorphicId;
import io.crosswalk.transformer.expression.text.Concat;
import io.crosswalk.transformer.expression.text.Lower;
import io.crosswalk.transformer.expression.text.Numeric;
import io.crosswalk.transformer.expression.text.Trim;
import io.crosswalk.transformer.mapping.Mapping;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Expressions as a mapping file writes them, in one line.
 *
 * @param mapping how its tables are called
 */
record ExpressionText(Mapping mapping) {

    private static final Map<Class<? extends Expression>, String> WORDS = Map.ofEntries(
            Map.entry(AccountOf.class, "account"),
            Map.entry(All.class, "all"),
            Map.entry(AsJson.class, "as_json"),
            Map.entry(Coalesce.class, "coalesce"),
            Map.entry(Concat.class, "concat"),
            Map.entry(Lower.class, "lower"),
            Map.entry(Not.class, "not"),
            Map.entry(Numeric.class, "numeric"),
            Map.entry(Required.class, "required"),
            Map.entry(Seal.class, "seal"),
            Map.entry(Trim.class, "trim"));

    String of(Expression expression) {
        if (expression instanceof Column column) {
            return column.name();
        }
        if (expression instanceof TenantOf) {
            return "$tenant";
        }
        if (expression instanceof Reference reference) {
            return reference(reference);
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
                    .collect(Collectors.joining(
                            ", ", "{ map: { ", " }, from: " + of(map.argument()) + otherwise(map) + " }"));
        }
        if (expression instanceof JsonList list) {
            return list.items().stream().map(this::of).collect(Collectors.joining(", ", "[", "]"));
        }
        if (expression instanceof Cast cast) {
            return "{ cast: " + of(cast.argument()) + ", to: " + type(cast.conversion()) + " }";
        }
        if (expression instanceof Extract extract) {
            return "{ extract: \"" + extract.path().text() + "\", from: " + of(extract.argument()) + " }";
        }
        if (expression instanceof Only only) {
            return "{ only: " + only.texts() + ", from: " + of(only.argument()) + " }";
        }
        if (expression instanceof NullIf nullIf) {
            return "{ null_if: " + nullIf.placeholders() + ", from: " + of(nullIf.argument()) + " }";
        }
        return "{ " + word(expression) + ": " + arguments(expression.arguments()) + " }";
    }

    private String reference(Reference reference) {
        if (reference instanceof IdOf id) {
            return "{ id: " + of(id.argument()) + ", of: " + mapping.space(id.table()) + " }";
        }
        if (reference instanceof CompositeId id) {
            return "{ id: " + arguments(id.arguments()) + ", of: " + mapping.space(id.table()) + " }";
        }
        if (reference instanceof IdArray array) {
            return "{ ids: " + of(array.argument()) + ", of: " + mapping.space(array.table()) + " }";
        }
        if (reference instanceof PolymorphicId id) {
            return "{ id: " + of(id.argument()) + ", of: { by: " + of(id.by()) + ", tables: "
                    + tables(id.tables(), text -> text) + (id.refuse() ? "" : ", otherwise: null") + " } }";
        }
        return reference instanceof JsonIds ids
                ? "{ json_ids: " + of(ids.argument()) + ", at: " + tables(ids.tables(), JsonPath::text) + " }"
                : "{ " + word(reference) + ": " + arguments(reference.arguments()) + " }";
    }

    private <T> String tables(Map<T, TableId> tables, Function<T, String> name) {
        return tables.entrySet().stream()
                .map(entry -> name.apply(entry.getKey()) + ": " + mapping.space(entry.getValue()))
                .collect(Collectors.joining(", ", "{ ", " }"));
    }

    private static String otherwise(ValueMap map) {
        return map.otherwise()
                .map(constant -> ", otherwise: " + constant.text())
                .orElse("");
    }

    private static String type(Conversion conversion) {
        return conversion instanceof ToTimestamptz zoned
                ? "timestamptz, zone: " + zoned.zone()
                : conversion.getClass().getSimpleName().substring("To".length()).toLowerCase(Locale.ROOT);
    }

    /** What the mapping language calls an expression. */
    private static String word(Expression expression) {
        return WORDS.getOrDefault(expression.getClass(), "an expression of");
    }

    private String arguments(List<Expression> arguments) {
        String inside = arguments.stream().map(this::of).collect(Collectors.joining(", "));
        return arguments.size() == 1 ? inside : "[" + inside + "]";
    }
}
