package io.crosswalk.operations.check;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/**
 * One thing that was found. No text of it holds a value of a row or a secret.
 *
 * @param where the database, table or column, for example {@code source table public.User}
 * @param what what is the case there
 * @param why why it matters
 * @param remedy the command that mends it, to be copied as it is; null when there is nothing to do
 */
public record Finding(
        Severity severity,
        String where,
        String what,
        String why,
        @Nullable String remedy) {

    public Finding {
        Objects.requireNonNull(severity, "severity");
        Objects.requireNonNull(where, "where");
        Objects.requireNonNull(what, "what");
        Objects.requireNonNull(why, "why");
    }

    public static Finding blocker(String where, String what, String why, @Nullable String remedy) {
        return new Finding(Severity.BLOCKER, where, what, why, remedy);
    }

    public static Finding warning(String where, String what, String why, @Nullable String remedy) {
        return new Finding(Severity.WARNING, where, what, why, remedy);
    }

    public static Finding note(String where, String what, String why, @Nullable String remedy) {
        return new Finding(Severity.NOTE, where, what, why, remedy);
    }
}
