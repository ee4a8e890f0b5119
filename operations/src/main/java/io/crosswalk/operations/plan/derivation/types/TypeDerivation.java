package io.crosswalk.operations.plan.derivation.types;

import io.crosswalk.postgres.structure.ColumnStructure;
import io.crosswalk.postgres.structure.TypeUse;
import io.crosswalk.transformer.expression.AccountOf;
import io.crosswalk.transformer.expression.Column;
import io.crosswalk.transformer.expression.Constant;
import io.crosswalk.transformer.expression.Expression;
import io.crosswalk.transformer.expression.IdOf;
import io.crosswalk.transformer.expression.Seal;
import io.crosswalk.transformer.expression.TenantOf;
import io.crosswalk.transformer.expression.cast.Cast;
import io.crosswalk.transformer.expression.cast.Conversion;
import io.crosswalk.transformer.expression.cast.ToBoolean;
import io.crosswalk.transformer.expression.cast.ToDate;
import io.crosswalk.transformer.expression.cast.ToInteger;
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
import io.crosswalk.transformer.expression.reference.CompositeId;
import io.crosswalk.transformer.expression.reference.IdArray;
import io.crosswalk.transformer.expression.reference.PolymorphicId;
import io.crosswalk.transformer.expression.text.Concat;
import io.crosswalk.transformer.expression.text.Lower;
import io.crosswalk.transformer.expression.text.Numeric;
import io.crosswalk.transformer.expression.text.Trim;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * The type of what an expression gives, and whether it may be null. Pure; one entry for each class of expression, and a test that holds
 * the entries against the classes that there are.
 */
public final class TypeDerivation {

    /** The type of what is made of texts. */
    public static final TypeUse TEXT = TypeUse.builtin("text");

    static final TypeUse UUID = TypeUse.builtin("uuid");
    static final TypeUse UUIDS = TypeUse.builtin("uuid[]");
    static final TypeUse BOOLEAN = TypeUse.builtin("boolean");
    static final TypeUse NUMERIC = TypeUse.builtin("numeric");
    /** The type of what is made as JSON. */
    public static final TypeUse JSON = TypeUse.builtin("jsonb");

    private final Map<String, ColumnStructure> columns;
    private final Set<String> notNull;
    private final TypePlacement placement;

    /**
     * @param columns the columns of the legacy table
     * @param notNull those that are never null in the rows at hand
     */
    public TypeDerivation(Map<String, ColumnStructure> columns, Set<String> notNull, TypePlacement placement) {
        this.columns = Map.copyOf(columns);
        this.notNull = Set.copyOf(notNull);
        this.placement = placement;
    }

    /** What is known of one class of expressions. */
    private record Rule(
            BiFunction<TypeDerivation, Expression, TypeUse> type,
            BiFunction<TypeDerivation, Expression, Boolean> neverNull) {}

    private static final Map<Class<? extends Expression>, Rule> RULES = rules();

    private static Map<Class<? extends Expression>, Rule> rules() {
        Map<Class<? extends Expression>, Rule> rules = new HashMap<>();
        rule(rules, Column.class, TypeDerivation::copied, (derive, column) -> derive.notNull.contains(column.name()));
        rule(rules, IdOf.class, (derive, id) -> UUID, TypeDerivation::allNeverNull);
        rule(rules, AccountOf.class, (derive, account) -> UUID, TypeDerivation::allNeverNull);
        // A row without a tenant is refused, unless the mapping allows it.
        rule(
                rules,
                TenantOf.class,
                (derive, tenant) -> UUID,
                (derive, tenant) -> !tenant.rule().nullable());
        rule(
                rules,
                Constant.class,
                (derive, it) -> ofTexts(List.of(String.valueOf(it.text()))),
                (derive, it) -> it.text() != null);
        rule(rules, Lower.class, (derive, lower) -> TEXT, TypeDerivation::allNeverNull);
        rule(rules, Trim.class, (derive, trim) -> TEXT, TypeDerivation::allNeverNull);
        rule(rules, Concat.class, (derive, concat) -> TEXT, TypeDerivation::allNeverNull);
        rule(
                rules,
                Coalesce.class,
                (derive, it) -> derive.common(it.arguments()),
                (derive, it) -> it.arguments().stream().anyMatch(derive::isNeverNull));
        rule(rules, ValueMap.class, (derive, map) -> ofTexts(results(map)), TypeDerivation::isNeverNull);
        rule(rules, NullIf.class, (derive, it) -> derive.type(it.argument()), (derive, it) -> false);
        // A text that is no number gives null.
        rule(rules, Numeric.class, (derive, number) -> NUMERIC, (derive, number) -> false);
        extended(rules);
        return Map.copyOf(rules);
    }

    private static void extended(Map<Class<? extends Expression>, Rule> rules) {
        rule(rules, JsonObject.class, (derive, json) -> JSON, (derive, json) -> true);
        rule(rules, JsonLiteral.class, (derive, json) -> JSON, (derive, json) -> true);
        rule(rules, JsonList.class, (derive, json) -> JSON, (derive, json) -> true);
        rule(rules, AsJson.class, (derive, json) -> JSON, TypeDerivation::allNeverNull);
        rule(rules, JsonIds.class, TypeDerivation::document, TypeDerivation::allNeverNull);
        // What the path does not find is null.
        rule(rules, Extract.class, (derive, it) -> TEXT, (derive, it) -> false);
        rule(rules, Cast.class, (derive, cast) -> converted(cast.conversion()), TypeDerivation::allNeverNull);
        rule(rules, CompositeId.class, (derive, id) -> UUID, TypeDerivation::allNeverNull);
        rule(rules, IdArray.class, (derive, ids) -> UUIDS, TypeDerivation::allNeverNull);
        rule(rules, PolymorphicId.class, (derive, id) -> UUID, (derive, id) -> id.refuse() && derive.allNeverNull(id));
        rule(rules, Only.class, (derive, it) -> derive.type(it.argument()), (derive, it) -> false);
        rule(rules, Not.class, (derive, it) -> BOOLEAN, (derive, it) -> false);
        rule(rules, All.class, (derive, all) -> derive.type(last(all)), TypeDerivation::allNeverNull);
        rule(rules, Required.class, (derive, it) -> derive.type(it.argument()), (derive, it) -> true);
        rule(rules, Seal.class, (derive, seal) -> TEXT, TypeDerivation::allNeverNull);
    }

    private static <E extends Expression> void rule(
            Map<Class<? extends Expression>, Rule> rules,
            Class<E> kind,
            BiFunction<TypeDerivation, E, TypeUse> type,
            BiFunction<TypeDerivation, E, Boolean> neverNull) {
        rules.put(
                kind,
                new Rule(
                        (derive, expression) -> type.apply(derive, kind.cast(expression)),
                        (derive, expression) -> neverNull.apply(derive, kind.cast(expression))));
    }

    /** The classes of expressions that have a rule. */
    static Set<Class<? extends Expression>> known() {
        return RULES.keySet();
    }

    private static Rule rule(Expression expression) {
        return Objects.requireNonNull(
                RULES.get(expression.getClass()),
                () -> "no type is known for the expression "
                        + expression.getClass().getSimpleName());
    }

    /** The type of a target column that is made of this expression. */
    public TypeUse type(Expression expression) {
        return rule(expression).type().apply(this, expression);
    }

    /** True when the expression and the legacy columns guarantee a value. */
    public boolean isNeverNull(Expression expression) {
        return rule(expression).neverNull().apply(this, expression);
    }

    private boolean allNeverNull(Expression expression) {
        return expression.arguments().stream().allMatch(this::isNeverNull);
    }

    private boolean isNeverNull(ValueMap map) {
        boolean allMapped = map.values().values().stream().allMatch(Objects::nonNull)
                && map.otherwise().map(it -> it.text() != null).orElse(true);
        return allMapped && isNeverNull(map.argument());
    }

    private static Expression last(All all) {
        return all.arguments().get(all.arguments().size() - 1);
    }

    /** A document stays what it is: a json column keeps its blanks and its order, which jsonb would not. */
    private TypeUse document(JsonIds ids) {
        TypeUse type = type(ids.argument());
        return type.text().equals("json") ? type : JSON;
    }

    private static TypeUse converted(Conversion conversion) {
        if (conversion instanceof ToBoolean) {
            return BOOLEAN;
        }
        if (conversion instanceof ToInteger) {
            return TypeUse.builtin("bigint");
        }
        if (conversion instanceof ToDate) {
            return TypeUse.builtin("date");
        }
        if (conversion instanceof ToTimestamptz) {
            return TypeUse.builtin("timestamp with time zone");
        }
        throw new IllegalArgumentException(
                "no type is known for the conversion " + conversion.getClass().getSimpleName());
    }

    private TypeUse copied(Column column) {
        ColumnStructure known = columns.get(column.name());
        return known == null ? TEXT : zoned(placement.place(known.type()));
    }

    /** Legacy timestamps are UTC and have no zone; the target's have one. */
    static TypeUse zoned(TypeUse type) {
        return type.name() == null && type.text().startsWith("timestamp")
                ? TypeUse.builtin(type.text().replace("without time zone", "with time zone"))
                : type;
    }

    private static Collection<String> results(ValueMap map) {
        return Stream.concat(
                        map.values().values().stream().filter(Objects::nonNull),
                        map.otherwise().map(Constant::text).stream())
                .toList();
    }

    private static TypeUse ofTexts(Collection<String> texts) {
        return !texts.isEmpty() && texts.stream().allMatch(text -> text.equals("true") || text.equals("false"))
                ? BOOLEAN
                : TEXT;
    }

    /** The type that all arguments share; constants take what the others are. */
    private TypeUse common(List<Expression> arguments) {
        List<TypeUse> types = arguments.stream()
                .filter(argument -> !(argument instanceof Constant))
                .map(this::type)
                .distinct()
                .toList();
        if (types.isEmpty()) {
            return arguments.stream()
                    .filter(it -> it instanceof Constant constant && constant.text() != null)
                    .map(this::type)
                    .findFirst()
                    .orElse(TEXT);
        }
        return types.size() == 1 ? types.get(0) : TEXT;
    }
}
