package io.crosswalk.testbed.values;

import io.crosswalk.testbed.schema.Column;
import io.crosswalk.testbed.schema.ColumnType;
import io.crosswalk.testbed.schema.ColumnType.Kind;
import io.crosswalk.testbed.schema.Table;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.UUID;

import static io.crosswalk.testbed.values.ValueMaker.oneOf;

/** Chooses the maker of a column by its type, its CHECKs and its place in keys. */
public final class ValueMakers {

    private ValueMakers() {}

    /**
     * The maker of a column.
     *
     * @throws IllegalArgumentException for a type that nobody knows to make values of
     */
    public static ValueMaker of(Table table, Column column) {
        Limits limits = Limits.of(table, column);
        if (!limits.values().isEmpty()) {
            List<String> values = limits.values();
            return random -> values.get(random.nextInt(values.size()));
        }
        if (limits.pattern() != null) {
            return new PatternValues(limits.pattern());
        }
        boolean distinct = isDistinct(table, column);
        boolean isId = distinct && table.primaryKey().equals(List.of(column.name()));
        if (isId && isText(column.type())) {
            return new KeyValues(column.type().length());
        }
        return of(column.type(), limits, distinct);
    }

    /** True when two values of the column hardly ever agree: it stands in a unique key, and its values are many. */
    public static boolean isDistinct(Table table, Column column) {
        Limits limits = Limits.of(table, column);
        return table.isInUniqueKey(column.name())
                && !table.isInForeignKey(column.name())
                && limits.values().isEmpty()
                && limits.pattern() == null
                && column.type().kind() == Kind.SCALAR
                && !column.type().name().equals("boolean");
    }

    /** True when the first value comes after the second: as numbers where both are, else as texts. */
    public static boolean isAfter(String one, String other) {
        return ContainerValues.isAfter(one, other);
    }

    /** A one-dimensional array of these elements. */
    public static String array(List<String> elements) {
        return ContainerValues.array(elements);
    }

    private static boolean isText(ColumnType type) {
        return type.name().equals("text") || type.name().equals("character varying");
    }

    private static ValueMaker of(ColumnType type, Limits limits, boolean distinct) {
        if (type.kind() == Kind.ENUM) {
            return random -> type.labels().get(random.nextInt(type.labels().size()));
        }
        if (type.kind() == Kind.ARRAY) {
            return ContainerValues.arrays(of(Objects.requireNonNull(type.element()), Limits.NONE, false));
        }
        if (type.kind() == Kind.RANGE) {
            return ContainerValues.ranges(plain(Objects.requireNonNull(type.element())));
        }
        return scalar(type, limits, distinct);
    }

    // Far from the ends of the type: the server counts one on from an upper bound that is part of the range.
    private static ValueMaker plain(ColumnType type) {
        Limits limits =
                new Limits(BigDecimal.valueOf(-1_000), BigDecimal.valueOf(1_000_000), List.of(), null, -1, false, true);
        return of(type, limits, false);
    }

    private static ValueMaker scalar(ColumnType type, Limits limits, boolean distinct) {
        boolean plain = limits.ordered() || distinct;
        return switch (type.name()) {
            case "smallint" -> NumberValues.integers(Short.MIN_VALUE, Short.MAX_VALUE, limits, distinct);
            case "integer" -> NumberValues.integers(Integer.MIN_VALUE, Integer.MAX_VALUE, limits, distinct);
            case "bigint" -> NumberValues.integers(Long.MIN_VALUE, Long.MAX_VALUE, limits, distinct);
            case "numeric" -> NumberValues.decimals(type.precision(), type.scale(), plain ? bounded(limits) : limits);
            case "double precision" -> NumberValues.floats(true, plain ? bounded(limits) : limits);
            case "real" -> NumberValues.floats(false, plain ? bounded(limits) : limits);
            case "boolean" -> random -> random.nextBoolean() ? "t" : "f";
            case "date" -> TimeValues.dates(plain, distinct);
            case "timestamp without time zone" -> TimeValues.timestamps(plain, false);
            case "timestamp with time zone" -> TimeValues.timestamps(plain, true);
            case "time without time zone" -> TimeValues.times(false);
            case "time with time zone" -> TimeValues.times(true);
            case "interval" -> TimeValues::interval;
            case "json", "jsonb" -> new JsonValues();
            case "hstore" -> ContainerValues::hstore;
            default -> other(type, limits, distinct);
        };
    }

    private static Limits bounded(Limits limits) {
        return limits.isBounded()
                ? limits
                : new Limits(BigDecimal.ZERO, BigDecimal.valueOf(99), List.of(), null, -1, false, true);
    }

    private static ValueMaker other(ColumnType type, Limits limits, boolean distinct) {
        return switch (type.name()) {
            case "text", "citext" -> new TextValues(limits.length(), distinct, limits.notEmpty());
            case "character varying", "character" -> new TextValues(type.length(), distinct, limits.notEmpty());
            case "uuid" -> ValueMakers::uuid;
            case "bytea" -> random -> "\\x" + hex(random, distinct ? 32 : random.nextInt(40));
            case "inet" ->
                random -> oneOf(
                        random, "10.1.2." + random.nextInt(256), "10.0.0.0/8", "2001:db8::1", "::ffff:1.2.3.4/64");
            case "bit" -> random -> bits(random, type.length());
            case "bit varying" -> random -> bits(random, random.nextInt(Math.max(1, type.length())));
            default -> throw new IllegalArgumentException("no values are known for the type " + type.name());
        };
    }

    private static String uuid(SplittableRandom random) {
        long high = (random.nextLong() & ~0xF000L) | 0x4000L;
        long low = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low).toString();
    }

    private static String hex(SplittableRandom random, int bytes) {
        StringBuilder hex = new StringBuilder();
        for (int i = 0; i < bytes; i++) {
            hex.append(String.format("%02x", random.nextInt(256)));
        }
        return hex.toString();
    }

    private static String bits(SplittableRandom random, int number) {
        StringBuilder bits = new StringBuilder();
        for (int i = 0; i < number; i++) {
            bits.append(random.nextBoolean() ? '1' : '0');
        }
        return bits.toString();
    }
}
