package io.crosswalk.transformer.keys;

import org.jspecify.annotations.Nullable;

import java.util.UUID;

/**
 * The one text of a UUID that counts as that UUID: 36 characters, lower-case hexadecimal, four hyphens (RFC 9562, section
 * 4). Upper case, braces, or shortened groups, which {@link UUID#fromString} takes as well, are other texts: two legacy
 * ids must never become one key. Stateless and safe from any thread.
 */
final class CanonicalUuid {

    private static final int LENGTH = 36;

    private CanonicalUuid() {}

    /** The UUID that the text is; null for every other text. */
    static @Nullable UUID parse(String text) {
        if (text.length() != LENGTH) {
            return null;
        }
        for (int i = 0; i < LENGTH; i++) {
            char c = text.charAt(i);
            boolean fits = isHyphenPlace(i) ? c == '-' : c >= '0' && c <= '9' || c >= 'a' && c <= 'f';
            if (!fits) {
                return null;
            }
        }
        return UUID.fromString(text);
    }

    private static boolean isHyphenPlace(int index) {
        return index == 8 || index == 13 || index == 18 || index == 23;
    }
}
