package io.crosswalk.operations.keys;

/** A key that cannot be converted with what is known; the message says which formats can, and what would help. */
public final class UnknownKeyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UnknownKeyException(String message) {
        super(message);
    }
}
