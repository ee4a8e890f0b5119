package io.crosswalk.operations.plan.derivation.types;

import io.crosswalk.postgres.structure.TypeUse;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which defaults of copied columns a target may have too: literals, and the current time. */
public final class Defaults {

    private static final Pattern LITERAL = Pattern.compile("'((?:[^']|'')*)'(?:::[^']+)?");
    private static final Pattern BARE =
            Pattern.compile("-?\\d+(?:\\.\\d+)?|\\('?-\\d+(?:\\.\\d+)?'?\\)(?:::[a-z ]+)?|true|false");
    private static final Pattern NULL = Pattern.compile("NULL(?:::.+)?");
    private static final Pattern NOW = Pattern.compile(
            "(?:CURRENT_TIMESTAMP|LOCALTIMESTAMP)(?:\\(\\d\\))?|now\\(\\)|transaction_timestamp\\(\\)|CURRENT_DATE"
                    + "|\\(?(?:now\\(\\)|CURRENT_TIMESTAMP) AT TIME ZONE 'utc'::text\\)?|timezone\\('utc'::text, now\\(\\)\\)",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern EMPTY_ARRAY = Pattern.compile("ARRAY\\[\\]::.+");
    private static final Pattern UUID = Pattern.compile("gen_random_uuid\\(\\)");

    private Defaults() {}

    /**
     * The default of the copied column as SQL; empty when it is none that can be carried.
     *
     * @param legacy the legacy column's default as {@code pg_get_expr} writes it
     * @param type the target column's type
     * @param becameZoned whether the column has a zone that the legacy one has not
     */
    public static Optional<String> carried(String legacy, TypeUse type, boolean becameZoned) {
        if (NOW.matcher(legacy).matches()) {
            return Optional.of(legacy.equals("CURRENT_DATE") && !becameZoned ? "CURRENT_DATE" : "now()");
        }
        if (BARE.matcher(legacy).matches() || UUID.matcher(legacy).matches()) {
            return Optional.of(legacy);
        }
        if (EMPTY_ARRAY.matcher(legacy).matches()) {
            return Optional.of("'{}'");
        }
        Matcher literal = LITERAL.matcher(legacy);
        if (literal.matches() && literal.group(1).indexOf('\\') < 0) {
            // Without its type the literal is read as the column's own, wherever that type stands.
            String text = "'" + literal.group(1) + "'";
            if (!becameZoned) {
                return Optional.of(text);
            }
            return type.text().endsWith("]")
                    ? Optional.empty()
                    : Optional.of("(" + text + "::timestamp without time zone AT TIME ZONE 'UTC')");
        }
        return Optional.empty();
    }

    /** True for a default that says nothing. */
    public static boolean isNull(String legacy) {
        return NULL.matcher(legacy).matches();
    }
}
