package io.crosswalk.app.configuration.mapping;

import io.crosswalk.transformer.mapping.Mapping;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The mapping in force and where it came from.
 *
 * @param origin as the configuration names it: {@code builtin:kamdental} or a path; {@code this file} when it is written there
 * @param mapping what the text means
 * @param digest SHA-256 in hexadecimal digits of the text, or of what an inline mapping says; the ledger keeps it
 */
public record MappingText(String origin, Mapping mapping, String digest) {

    static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
