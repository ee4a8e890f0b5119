package io.crosswalk.transformer.expression.cast;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;

/** What PostgreSQL reads as a boolean: yes, off, 1, and every unambiguous beginning of these words (manual, 8.6). */
public record ToBoolean() implements Conversion {

    private static final List<String> TRUE = List.of("true", "yes", "on", "1");
    private static final List<String> FALSE = List.of("false", "no", "off", "0");

    @Override
    public String type() {
        return "boolean";
    }

    @Override
    public @Nullable String convert(String text) {
        String word = text.strip().toLowerCase(Locale.ROOT);
        // "o" begins both on and off.
        if (word.isEmpty() || word.equals("o")) {
            return null;
        }
        if (TRUE.stream().anyMatch(known -> known.startsWith(word))) {
            return "true";
        }
        return FALSE.stream().anyMatch(known -> known.startsWith(word)) ? "false" : null;
    }
}
