package io.crosswalk.operations.check.target.types;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import static java.util.Map.entry;

/**
 * The built-in types by what their texts look like: a value of one type can be read as another one only within a family, between
 * numbers, or between dates and timestamps (PostgreSQL manual, chapter 8). Types of users and extensions belong to none.
 */
enum TypeFamily {
    TEXT,
    NUMBER,
    BOOLEAN,
    DATE,
    TIME,
    INTERVAL,
    UUID,
    JSON,
    BYTES,
    NETWORK,
    BITS,
    GEOMETRY,
    XML,
    SEARCH;

    private static final Map<String, TypeFamily> FAMILIES = Map.ofEntries(
            entry("text", TEXT),
            entry("character varying", TEXT),
            entry("character", TEXT),
            entry("name", TEXT),
            entry("smallint", NUMBER),
            entry("integer", NUMBER),
            entry("bigint", NUMBER),
            entry("numeric", NUMBER),
            entry("real", NUMBER),
            entry("double precision", NUMBER),
            entry("boolean", BOOLEAN),
            entry("date", DATE),
            entry("timestamp without time zone", DATE),
            entry("timestamp with time zone", DATE),
            entry("time without time zone", TIME),
            entry("time with time zone", TIME),
            entry("interval", INTERVAL),
            entry("uuid", UUID),
            entry("json", JSON),
            entry("jsonb", JSON),
            entry("bytea", BYTES),
            entry("inet", NETWORK),
            entry("cidr", NETWORK),
            entry("bit", BITS),
            entry("bit varying", BITS),
            entry("point", GEOMETRY),
            entry("box", GEOMETRY),
            entry("polygon", GEOMETRY),
            entry("xml", XML),
            entry("tsvector", SEARCH));

    /** The family of a type as {@code format_type} writes it, with or without a modifier, not of an array. */
    static Optional<TypeFamily> of(String type) {
        return Optional.ofNullable(FAMILIES.get(withoutModifier(type)));
    }

    /** {@code timestamp(3) without time zone} is {@code timestamp without time zone}. */
    static String withoutModifier(String type) {
        return type.toLowerCase(Locale.ROOT)
                .replaceAll("\\([0-9, -]*\\)", "")
                .replaceAll("\\s+", " ")
                .strip();
    }
}
