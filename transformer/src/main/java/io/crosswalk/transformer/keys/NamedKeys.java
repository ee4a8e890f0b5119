package io.crosswalk.transformer.keys;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Name-based UUIDs, version 5: the first 128 bits of the SHA-1 of a namespace and a name in UTF-8, with version and
 * variant set (RFC 9562, section 5.5). Stateless and safe from any thread.
 */
public final class NamedKeys {

    private NamedKeys() {}

    /**
     * The UUIDv5 of a name.
     *
     * @throws IllegalArgumentException when the name is no valid Unicode text (an unpaired surrogate, which PostgreSQL
     *     cannot hold either): encoded leniently it would share its key with another name
     */
    public static UUID version5(UUID namespace, String name) {
        MessageDigest sha1 = sha1();
        sha1.update(ByteBuffer.allocate(16)
                .putLong(namespace.getMostSignificantBits())
                .putLong(namespace.getLeastSignificantBits())
                .flip());
        sha1.update(utf8(name));
        ByteBuffer digest = ByteBuffer.wrap(sha1.digest());
        long most = digest.getLong() & ~0xf000L | 0x5000L;
        long least = digest.getLong() & ~(0b11L << 62) | 0b10L << 62;
        return new UUID(most, least);
    }

    private static ByteBuffer utf8(String name) {
        try {
            return UTF_8.newEncoder().encode(CharBuffer.wrap(name));
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("The name is not valid Unicode: it holds an unpaired surrogate", e);
        }
    }

    private static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-1, which every Java platform must have, is missing", e);
        }
    }
}
