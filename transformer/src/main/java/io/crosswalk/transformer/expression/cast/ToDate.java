package io.crosswalk.transformer.expression.cast;

import org.jspecify.annotations.Nullable;

/** The date in a date or timestamp, as it is written there: an offset does not move it. */
public record ToDate() implements Conversion {

    @Override
    public String type() {
        return "date";
    }

    @Override
    public @Nullable String convert(String text) {
        String trimmed = text.strip();
        if (DateTimeText.isInfinite(trimmed)) {
            return trimmed;
        }
        DateTimeText parsed = DateTimeText.parse(trimmed);
        return parsed == null ? null : parsed.date();
    }
}
