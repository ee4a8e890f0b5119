package io.crosswalk.operations.check.target.types;

import io.crosswalk.operations.check.Finding;
import io.crosswalk.operations.check.Inspection;
import io.crosswalk.operations.check.Surroundings;
import io.crosswalk.operations.check.Surroundings.Pair;
import io.crosswalk.postgres.CatalogTable.Column;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The type of every mapped target column can take the type of what the mapping gives it. */
public final class ColumnTypes implements Inspection {

    /** From narrow to wide: what fits into which. Floating point has other gaps than numeric, and is judged apart. */
    private static final Map<String, Integer> WIDTHS = Map.of("smallint", 1, "integer", 2, "bigint", 3, "numeric", 4);

    @Override
    public String subject() {
        return "types of the target's columns";
    }

    @Override
    public List<Finding> inspect(Surroundings surroundings) throws SQLException {
        List<Finding> findings = new ArrayList<>();
        for (Pair pair : surroundings.pairs()) {
            pair.target().columns().forEach((name, expression) -> {
                Optional<String> given = ValueTypes.of(expression, pair.source());
                Optional<Column> column = pair.held().column(name);
                if (given.isPresent() && column.isPresent()) {
                    judge(pair.held().id() + "." + name, given.get(), column.get())
                            .ifPresent(findings::add);
                }
            });
        }
        return findings;
    }

    static Optional<Finding> judge(String where, String given, Column column) {
        String from = TypeFamily.withoutModifier(given);
        String to = TypeFamily.withoutModifier(column.castType());
        if (from.equals(to)) {
            return precision(where, given, column.type());
        }
        boolean fromArray = from.endsWith("[]");
        boolean toArray = to.endsWith("[]");
        if (fromArray != toArray) {
            return TypeFamily.of(to).filter(family -> family == TypeFamily.TEXT).isPresent()
                    ? Optional.empty()
                    : Optional.of(impossible(where, given, column, fromArray ? "an array" : "no array"));
        }
        Optional<TypeFamily> source = TypeFamily.of(from.replace("[]", ""));
        Optional<TypeFamily> target = TypeFamily.of(to.replace("[]", ""));
        if (target.isEmpty() || target.get() == TypeFamily.TEXT) {
            return Optional.empty();
        }
        if (source.isEmpty() || source.get() == TypeFamily.TEXT) {
            return Optional.of(Finding.warning(
                    "target column " + where,
                    "it is " + column.type() + " and gets " + given,
                    "rows whose text is no " + column.type() + " wait in the quarantine",
                    "give it an expression that always makes one (docs/mapping.md), or make the column text"));
        }
        return source.get() == target.get()
                ? narrower(where, from, to, given, column)
                : Optional.of(impossible(where, given, column, "of another kind"));
    }

    private static Finding impossible(String where, String given, Column column, String because) {
        return Finding.blocker(
                "target column " + where,
                "it is " + column.type() + " and gets " + given + ", which is " + because,
                "no value could be written, so every row would wait in the quarantine",
                "change the column's type, or its expression in the mapping");
    }

    private static Optional<Finding> narrower(String where, String from, String to, String given, Column column) {
        int source = WIDTHS.getOrDefault(from, 0);
        int target = WIDTHS.getOrDefault(to, 0);
        boolean loses = source > target && target > 0
                || target > 0 && source == 0 && from.startsWith("double") && target < WIDTHS.getOrDefault("numeric", 0)
                || to.equals("real")
                || to.equals("double precision") && (from.equals("numeric") || from.equals("bigint"))
                || to.equals("date") && from.startsWith("timestamp")
                || to.equals("time without time zone") && from.equals("time with time zone");
        return loses ? Optional.of(lossy(where, given, column)) : Optional.empty();
    }

    private static Optional<Finding> precision(String where, String given, String type) {
        boolean numeric = type.startsWith("numeric(");
        boolean loses = numeric && (!given.startsWith("numeric(") || !fits(given, type));
        return loses
                ? Optional.of(Finding.warning(
                        "target column " + where,
                        "it is " + type + " and gets " + given,
                        "digits after the point are rounded, and larger numbers wait in the quarantine",
                        "make the column numeric"))
                : Optional.empty();
    }

    private static boolean fits(String given, String type) {
        int[] from = digits(given);
        int[] to = digits(type);
        return from[1] <= to[1] && from[0] - from[1] <= to[0] - to[1];
    }

    private static int[] digits(String numeric) {
        String[] parts = numeric.replaceAll("[^0-9,]", "").split(",", -1);
        return new int[] {Integer.parseInt(parts[0]), parts.length > 1 ? Integer.parseInt(parts[1]) : 0};
    }

    private static Finding lossy(String where, String given, Column column) {
        return Finding.warning(
                "target column " + where,
                "it is " + column.type() + " and gets " + given,
                "values lose digits, or do not fit and wait in the quarantine",
                "make the column " + TypeFamily.withoutModifier(given));
    }
}
