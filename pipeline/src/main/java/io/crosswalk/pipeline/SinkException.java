package io.crosswalk.pipeline;

import org.jspecify.annotations.Nullable;

/** The target cannot take a batch. {@link #isTransient()} says whether starting again may help. */
public final class SinkException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean passing;

    private SinkException(String message, boolean passing, @Nullable Throwable cause) {
        super(message, cause);
        this.passing = passing;
    }

    /** A lost connection, a restarting server: start again after a pause. */
    public static SinkException passing(String message, @Nullable Throwable cause) {
        return new SinkException(message, true, cause);
    }

    /** Somebody has to act; the message says how. */
    public static SinkException lasting(String message, @Nullable Throwable cause) {
        return new SinkException(message, false, cause);
    }

    public boolean isTransient() {
        return passing;
    }
}
