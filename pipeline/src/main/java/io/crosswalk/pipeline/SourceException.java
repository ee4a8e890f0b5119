package io.crosswalk.pipeline;

import org.jspecify.annotations.Nullable;

/** The source cannot go on. {@link #isTransient()} says whether starting again may help. */
public final class SourceException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean passing;

    private SourceException(String message, boolean passing, @Nullable Throwable cause) {
        super(message, cause);
        this.passing = passing;
    }

    /** A lost connection, a restarting server: start again after a pause. */
    public static SourceException passing(String message, @Nullable Throwable cause) {
        return new SourceException(message, true, cause);
    }

    /** Somebody has to act; the message says how. */
    public static SourceException lasting(String message, @Nullable Throwable cause) {
        return new SourceException(message, false, cause);
    }

    public boolean isTransient() {
        return passing;
    }
}
