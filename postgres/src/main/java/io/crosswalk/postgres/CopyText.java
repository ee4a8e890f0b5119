package io.crosswalk.postgres;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;

/** COPY's text format, line by line (PostgreSQL manual, COPY, "Text Format"): tab between values, {@code \N} for null. */
public final class CopyText {

    private CopyText() {}

    /**
     * Reads one line.
     *
     * @param line the bytes of the line in UTF-8, with or without the newline
     * @param columns how many values it holds
     * @throws IllegalArgumentException when it holds another number of values
     */
    public static @Nullable String[] decode(byte[] line, int columns) {
        @Nullable String[] values = new @Nullable String[columns];
        int end = line.length > 0 && line[line.length - 1] == '\n' ? line.length - 1 : line.length;
        int start = 0;
        int column = 0;
        boolean escaped = false;
        for (int i = 0; i <= end; i++) {
            if (i == end || line[i] == '\t') {
                if (column == columns) {
                    throw new IllegalArgumentException("more than " + columns + " values in a COPY line");
                }
                values[column++] = value(line, start, i, escaped);
                start = i + 1;
                escaped = false;
            } else if (line[i] == '\\') {
                escaped = true;
            }
        }
        if (column != columns) {
            throw new IllegalArgumentException(column + " values in a COPY line, not " + columns);
        }
        return values;
    }

    private static @Nullable String value(byte[] line, int start, int end, boolean escaped) {
        if (!escaped) {
            return new String(line, start, end - start, StandardCharsets.UTF_8);
        }
        if (end - start == 2 && line[start + 1] == 'N') {
            return null;
        }
        byte[] plain = new byte[end - start];
        int length = 0;
        for (int i = start; i < end; i++) {
            plain[length++] = line[i] == '\\' ? unescape(line[++i]) : line[i];
        }
        return new String(plain, 0, length, StandardCharsets.UTF_8);
    }

    // The server writes only these escapes; digits and x are for input.
    private static byte unescape(byte escape) {
        return switch (escape) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'v' -> 0x0B;
            default -> escape;
        };
    }

    /** Appends one value, escaped; the caller writes tabs and newlines between values. */
    public static void encode(@Nullable String value, StringBuilder line) {
        if (value == null) {
            line.append("\\N");
            return;
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '\\' -> line.append("\\\\");
                case '\t' -> line.append("\\t");
                case '\n' -> line.append("\\n");
                case '\r' -> line.append("\\r");
                default -> line.append(c);
            }
        }
    }
}
