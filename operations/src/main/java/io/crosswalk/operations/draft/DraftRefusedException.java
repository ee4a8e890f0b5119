package io.crosswalk.operations.draft;

/** A draft was asked for that cannot be made, or a file that cannot be added to. The message is meant for a user; nothing was touched. */
public final class DraftRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public DraftRefusedException(String message) {
        super(message);
    }
}
