package io.crosswalk.operations.comparison;

import io.crosswalk.transformer.secrets.Sealer;
import org.jspecify.annotations.Nullable;

/**
 * A sealer that does not seal: the mapped value carries plaintext and context, in memory only, so that a comparison can open what the
 * target holds and compare plaintexts. Two ciphertexts of one secret never are equal.
 */
public final class RevealingSealer implements Sealer {

    // Neither can occur in a PostgreSQL text.
    private static final String MARK = "\0sealed\0";

    /** A secret as it should be in the target. */
    public record Revealed(String context, String plaintext) {

        /** Shows neither. */
        @Override
        public String toString() {
            return "a secret";
        }
    }

    @Override
    public String seal(String plaintext, String context) {
        return MARK + context + '\0' + plaintext;
    }

    @Override
    public String open(String sealed, String context) {
        throw new UnsupportedOperationException("a comparison opens with the real sealer");
    }

    /** What a mapped value reveals; null for values that are not to be sealed. */
    public static @Nullable Revealed reveal(@Nullable Object value) {
        if (!(value instanceof String text) || !text.startsWith(MARK)) {
            return null;
        }
        int end = text.indexOf('\0', MARK.length());
        return new Revealed(text.substring(MARK.length(), end), text.substring(end + 1));
    }

    /** Whether a sealed value of the target holds a secret. */
    public static boolean holds(Sealer sealer, @Nullable String sealed, Revealed secret) {
        if (sealed == null) {
            return false;
        }
        try {
            return sealer.open(sealed, secret.context()).equals(secret.plaintext());
        } catch (IllegalArgumentException e) {
            // Sealed with another keyset or for another row: as different as another plaintext.
            return false;
        }
    }
}
