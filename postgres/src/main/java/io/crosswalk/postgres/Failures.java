package io.crosswalk.postgres;

import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

import java.io.IOException;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.util.Set;

/** Classifies failures by SQLState: the one place that knows which pass (PostgreSQL manual, appendix A "Error Codes"). */
public final class Failures {

    /** What a failure means for the one who retries. */
    public enum Kind {
        /** The same statement may succeed on a new connection or a moment later. */
        TRANSIENT,
        /** The data are refused: one row is to blame. */
        DATA,
        /** A unique constraint: the order of the statements may be to blame. */
        UNIQUE,
        /** Anything else: somebody has to look. */
        FATAL
    }

    // 57P01..57P03: shut down, crash, starting up. 55006, 55P03: in use, lock not available. 25006: a standby for now.
    private static final Set<String> TRANSIENT_STATES = Set.of(
            "40001", "40P01", "57P01", "57P02", "57P03", "57P05", "55006", "55P03", "57014", "25006", "25P03", "53300",
            "53400", "53100", "53200", "58030");

    private static final int MOST_CAUSES = 20;

    private Failures() {}

    public static Kind kind(Throwable failure) {
        SQLException sql = sqlCause(failure);
        if (sql == null || sql.getSQLState() == null) {
            return Kind.FATAL;
        }
        String state = sql.getSQLState();
        if (state.equals("23505")) {
            return Kind.UNIQUE;
        }
        // The driver gives a connection that broke while it was closed no state at all.
        if (state.isEmpty() && sql.getCause() instanceof IOException) {
            return Kind.TRANSIENT;
        }
        if (state.startsWith("08") || TRANSIENT_STATES.contains(state) || isCatalogInMotion(sql)) {
            return Kind.TRANSIENT;
        }
        return isData(state) ? Kind.DATA : Kind.FATAL;
    }

    // Somebody dropped a type or a table between the two looks that one catalog query takes. The message, which the
    // server never translates, tells it from other internal errors.
    private static boolean isCatalogInMotion(SQLException sql) {
        ServerErrorMessage server = sql instanceof PSQLException psql ? psql.getServerErrorMessage() : null;
        String message = server == null ? null : server.getMessage();
        return "XX000".equals(sql.getSQLState())
                && message != null
                && (message.startsWith("cache lookup failed for")
                        || message.startsWith("could not open relation with"));
    }

    // 22 and 23: values and constraints. 54: a value too large for an index. P0001: a trigger of the target raised an
    // exception.
    private static boolean isData(String state) {
        return state.startsWith("22") || state.startsWith("23") || state.startsWith("54") || state.equals("P0001");
    }

    public static boolean isTransient(Throwable failure) {
        return kind(failure) == Kind.TRANSIENT;
    }

    /**
     * True when a server answered, if only that it starts, that somebody holds a lock, or by a connection that broke later: there is one at
     * that address. False for a connection that did not come about.
     */
    public static boolean isAnswer(Throwable failure) {
        SQLException sql = sqlCause(failure);
        if (sql == null) {
            return false;
        }
        return !String.valueOf(sql.getSQLState()).startsWith("08") || !isOfConnecting(failure);
    }

    private static boolean isOfConnecting(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < MOST_CAUSES; depth++) {
            if (cause instanceof SQLNonTransientConnectionException) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    /**
     * A failure in words that carry no value of any row: the server's message for data errors quotes values ("invalid input syntax for
     * type uuid: ..."), and its DETAIL shows whole rows, so only the condition and the names of table, column and constraint remain.
     */
    public static String withoutValues(Throwable failure) {
        SQLException sql = sqlCause(failure);
        if (sql == null) {
            return failure.getClass().getSimpleName();
        }
        String state = String.valueOf(sql.getSQLState());
        Kind kind = kind(sql);
        if (kind == Kind.TRANSIENT || kind == Kind.FATAL && !state.startsWith("P")) {
            ServerErrorMessage server = sql instanceof PSQLException psql ? psql.getServerErrorMessage() : null;
            String message = server != null ? server.getMessage() : messageOf(sql);
            return firstLine(message) + " (SQLState " + state + ")";
        }
        return condition(state) + place(sql) + " (SQLState " + state + ")";
    }

    private static @Nullable String messageOf(SQLException sql) {
        return sql instanceof BatchUpdateException ? "a batch failed" : sql.getMessage();
    }

    private static String condition(String state) {
        return switch (state) {
            case "23505" -> "a unique constraint is violated";
            case "23502" -> "a required column is null";
            case "23503" -> "a foreign key leads nowhere";
            case "23514" -> "a check constraint is violated";
            case "22001" -> "a text is too long";
            case "22003" -> "a number is out of range";
            case "22007", "22008" -> "a date or time is malformed or out of range";
            case "22P02" -> "a value has the wrong form for its type";
            case "54000" -> "a value is too large for an index or a row";
            case "P0001" -> "a trigger refuses the row";
            case "22021" -> "a text holds a byte that the encoding lacks";
            default -> "the value is refused";
        };
    }

    private static String place(SQLException sql) {
        ServerErrorMessage server = sql instanceof PSQLException psql ? psql.getServerErrorMessage() : null;
        if (server == null) {
            return "";
        }
        StringBuilder place = new StringBuilder();
        append(place, " in table ", server.getTable());
        append(place, ", column ", server.getColumn());
        append(place, ", constraint ", server.getConstraint());
        return place.toString();
    }

    private static void append(StringBuilder place, String label, @Nullable String name) {
        if (name != null) {
            place.append(label).append(name);
        }
    }

    private static String firstLine(@Nullable String message) {
        return message == null ? "no message" : message.lines().findFirst().orElse("no message");
    }

    // The server's own exception first, wherever it is in the chain: a BatchUpdateException's message repeats the
    // statement, values and all.
    private static @Nullable SQLException sqlCause(Throwable failure) {
        SQLException first = null;
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < MOST_CAUSES; depth++) {
            if (cause instanceof PSQLException server && server.getServerErrorMessage() != null) {
                return server;
            }
            if (cause instanceof SQLException sql) {
                first = first == null ? sql : first;
                cause = sql.getCause() != null ? sql.getCause() : sql.getNextException();
            } else {
                cause = cause.getCause();
            }
        }
        return first;
    }
}
