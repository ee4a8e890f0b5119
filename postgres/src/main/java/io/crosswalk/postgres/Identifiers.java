package io.crosswalk.postgres;

import io.crosswalk.pipeline.row.TableId;

import java.util.Collection;
import java.util.stream.Collectors;

/** Quoting of names and literals in SQL: the one place (PostgreSQL manual, 4.1.1 "Identifiers and Key Words"). */
public final class Identifiers {

    private Identifiers() {}

    /** A name as a quoted identifier. */
    public static String quote(String name) {
        if (name.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a name cannot hold a zero byte");
        }
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** Schema and table, both quoted. */
    public static String quote(TableId table) {
        return quote(table.schema()) + "." + quote(table.name());
    }

    /** Names quoted and joined by commas. */
    public static String quoteAll(Collection<String> names) {
        return names.stream().map(Identifiers::quote).collect(Collectors.joining(", "));
    }

    /** A text literal; safe whatever standard_conforming_strings says, because a backslash makes it an E'' literal. */
    public static String literal(String text) {
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a literal cannot hold a zero byte");
        }
        String doubled = text.replace("'", "''");
        return text.indexOf('\\') < 0 ? "'" + doubled + "'" : "E'" + doubled.replace("\\", "\\\\") + "'";
    }
}
