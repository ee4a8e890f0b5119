package io.crosswalk.connector.stream;

import io.crosswalk.connector.WayOut;
import io.crosswalk.pipeline.SourceException;
import io.crosswalk.postgres.Failures;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.sql.SQLException;

/** Turns whatever ended the stream into a {@link SourceException} whose message shows no value of any row. */
final class StreamFailure {

    private static final int DEPTH = 20;
    /** Debezium's look at the server before it streams says what it met in a sentence, without a cause or an SQLState. */
    private static final String FIRST_LOOK = "Error while validating connector config: ";

    private StreamFailure() {}

    static SourceException of(Throwable failure) {
        SQLException sql = cause(failure, SQLException.class);
        if (sql != null) {
            String message = "the source failed: " + Failures.withoutValues(sql);
            if (isUndecodable(sql)) {
                return SourceException.lasting(
                        message + "; its server cannot decode the WAL behind our slot, at the next start neither. "
                                + WayOut.RESYNC,
                        sql);
            }
            return Failures.isTransient(sql)
                    ? SourceException.passing(message, sql)
                    : SourceException.lasting(message, sql);
        }
        IOException io = cause(failure, IOException.class);
        if (io != null) {
            return SourceException.passing(
                    "the connection to the source broke (" + io.getClass().getSimpleName() + ")", io);
        }
        // The failure itself is not attached: its message, or its cause's, may quote a value.
        String message = "the stream from the source failed: " + words(failure);
        // The start check has just met the same server: what does not pass, it finds at the next start, with its
        // SQLState.
        return message.contains(FIRST_LOOK)
                ? SourceException.passing(message, null)
                : SourceException.lasting(message, null);
    }

    // A bug in servers: a change to a table whose file got another name (TRUNCATE, VACUUM FULL) in a transaction whose
    // beginning the decoding has not seen. Up to PostgreSQL 15 "filenode", then "filenumber"; never translated.
    private static boolean isUndecodable(SQLException sql) {
        return String.valueOf(sql.getMessage()).contains("could not map file");
    }

    private static String words(Throwable failure) {
        StringBuilder words = new StringBuilder();
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEPTH; depth++) {
            words.append(depth == 0 ? "" : ", caused by ")
                    .append(cause.getClass().getSimpleName())
                    .append(ownMessage(cause));
            cause = cause.getCause();
        }
        return words.toString();
    }

    // Debezium's own sentences name tables and settings; a message that merely repeats the cause may hold anything.
    private static String ownMessage(Throwable failure) {
        String message = failure.getMessage();
        boolean own = failure.getClass().getName().startsWith("io.debezium.");
        Throwable cause = failure.getCause();
        return own && message != null && (cause == null || !message.contains(String.valueOf(cause.getMessage())))
                ? " (" + message + ")"
                : "";
    }

    private static <T extends Throwable> @Nullable T cause(Throwable failure, Class<T> type) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEPTH; depth++) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
            cause = cause.getCause();
        }
        return null;
    }
}
