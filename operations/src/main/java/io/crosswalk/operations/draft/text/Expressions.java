package io.crosswalk.operations.draft.text;

import java.util.List;
import java.util.stream.Collectors;

/** Expressions of the mapping language as a draft writes them (docs/mapping.md). Arguments are names of columns and tables. */
public final class Expressions {

    public static final String TENANT = "$tenant";

    private Expressions() {}

    public static String column(String column) {
        return YamlScalar.of(column);
    }

    public static String id(String column) {
        return "{ id: " + YamlScalar.of(column) + " }";
    }

    public static String id(String column, String table) {
        return "{ id: " + YamlScalar.of(column) + ", of: " + YamlScalar.of(table) + " }";
    }

    public static String account(String column) {
        return "{ account: " + YamlScalar.of(column) + " }";
    }

    public static String lower(String column) {
        return "{ lower: " + YamlScalar.of(column) + " }";
    }

    public static String constant(String text) {
        return "{ constant: " + YamlScalar.of(text) + " }";
    }

    public static String seal(String column) {
        return "{ seal: " + YamlScalar.of(column) + " }";
    }

    /** The first column that is not NULL. */
    public static String firstOf(List<String> columns) {
        return columns.size() == 1
                ? column(columns.get(0))
                : columns.stream().map(YamlScalar::of).collect(Collectors.joining(", ", "{ coalesce: [", "] }"));
    }
}
