package io.crosswalk.testbed.schema;

import org.jspecify.annotations.Nullable;

import java.util.Collection;

import static java.util.stream.Collectors.joining;

/** How names and values are written in SQL. */
public final class Sql {

    private Sql() {}

    /** A name in double quotes. */
    public static String quote(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** Names in double quotes, with commas between them. */
    public static String quote(Collection<String> names) {
        return names.stream().map(Sql::quote).collect(joining(", "));
    }

    /** A value as a literal without a type: it takes the type of the column that it meets. */
    public static String literal(@Nullable String value) {
        return value == null ? "NULL" : "E'" + value.replace("\\", "\\\\").replace("'", "''") + "'";
    }
}
