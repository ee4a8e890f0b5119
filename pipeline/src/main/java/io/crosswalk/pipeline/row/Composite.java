package io.crosswalk.pipeline.row;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A symbolic value made of texts and {@link Lookup}s: a JSON document or a concatenation in which an account or a tenant stands. The
 * sink joins it when it has resolved the look-ups. It has at least one look-up: what has none is plain text.
 *
 * @param parts in the order in which they are written
 */
public record Composite(List<Part> parts) {

    public Composite {
        parts = List.copyOf(parts);
        if (parts.stream().noneMatch(Inset.class::isInstance)) {
            throw new IllegalArgumentException("a composite without look-ups is a text");
        }
    }

    /** A piece of the whole. */
    public sealed interface Part permits Text, Inset {}

    /** A piece that is known. */
    public record Text(String text) implements Part {
        public Text {
            Objects.requireNonNull(text, "text");
        }
    }

    /**
     * A piece that has to be looked up.
     *
     * @param value a {@link Lookup} or another composite
     * @param quoting how its text is written here
     */
    public record Inset(Object value, Quoting quoting) implements Part {
        public Inset {
            Objects.requireNonNull(quoting, "quoting");
            if (!(value instanceof Lookup) && !(value instanceof Composite)) {
                throw new IllegalArgumentException("an inset is a look-up or a composite");
            }
        }
    }

    /** How a value is written among others, and what null becomes. */
    public enum Quoting {
        /** As it is. Null makes the whole null, as in SQL's {@code ||}. */
        PLAIN,
        /** JSON text, as it is; {@code null}. */
        JSON,
        /** A JSON string (RFC 8259, section 7); {@code null}. */
        JSON_STRING,
        /** An element of an array's text form (PostgreSQL manual, 8.15.6); {@code NULL}. */
        ARRAY_ELEMENT;

        /**
         * Writes a value.
         *
         * @return false when null makes the whole null
         */
        public boolean write(@Nullable String value, StringBuilder out) {
            switch (this) {
                case PLAIN -> out.append(value == null ? "" : value);
                case JSON -> out.append(value);
                case JSON_STRING -> {
                    if (value == null) {
                        out.append("null");
                    } else {
                        writeJson(value, out);
                    }
                }
                case ARRAY_ELEMENT -> {
                    if (value == null) {
                        out.append("NULL");
                    } else {
                        writeElement(value, out);
                    }
                }
            }
            return value != null || this != PLAIN;
        }

        private static void writeJson(String value, StringBuilder out) {
            out.append('"');
            for (int i = 0; i < value.length(); i++) {
                char c = value.charAt(i);
                switch (c) {
                    case '"', '\\' -> out.append('\\').append(c);
                    case '\b' -> out.append("\\b");
                    case '\f' -> out.append("\\f");
                    case '\n' -> out.append("\\n");
                    case '\r' -> out.append("\\r");
                    case '\t' -> out.append("\\t");
                    default -> {
                        if (c < ' ') {
                            out.append(String.format("\\u%04x", (int) c));
                        } else {
                            out.append(c);
                        }
                    }
                }
            }
            out.append('"');
        }

        /** Always quoted but for what reads as nothing else: quotes do no harm. */
        private static void writeElement(String value, StringBuilder out) {
            boolean plain = !value.isEmpty()
                    && !value.equalsIgnoreCase("null")
                    && value.chars().allMatch(c -> c < 128 && (Character.isLetterOrDigit(c) || c == '-' || c == '_'));
            if (plain) {
                out.append(value);
                return;
            }
            out.append('"');
            for (int i = 0; i < value.length(); i++) {
                char c = value.charAt(i);
                out.append(c == '"' || c == '\\' ? "\\" : "").append(c);
            }
            out.append('"');
        }
    }

    /** Every look-up in it, those of inner composites included. */
    public Stream<Lookup> lookups() {
        return parts.stream()
                .filter(Inset.class::isInstance)
                .map(part -> ((Inset) part).value())
                .flatMap(value -> value instanceof Composite inner ? inner.lookups() : Stream.of((Lookup) value));
    }

    /** The whole, with what its look-ups led to; null when one led to null where that makes the whole null. */
    public @Nullable String join(Function<Lookup, @Nullable String> resolved) {
        StringBuilder whole = new StringBuilder();
        for (Part part : parts) {
            if (part instanceof Text text) {
                whole.append(text.text());
            } else if (part instanceof Inset inset) {
                String value = inset.value() instanceof Composite inner
                        ? inner.join(resolved)
                        : resolved.apply((Lookup) inset.value());
                if (!inset.quoting().write(value, whole)) {
                    return null;
                }
            }
        }
        return whole.toString();
    }

    /** Shows no text of the row. */
    @Override
    public String toString() {
        return "composite of " + lookups().toList();
    }
}
