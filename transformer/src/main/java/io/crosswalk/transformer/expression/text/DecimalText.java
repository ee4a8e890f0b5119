package io.crosswalk.transformer.expression.text;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;

/**
 * Decimal numbers in the form in which PostgreSQL writes a {@code numeric} (manual, section 8.1.2): no plus, no leading zeros, no
 * exponent, trailing zeros kept. By hand, because most texts are in that form already and a BigDecimal for each costs more than the
 * rest of their row.
 */
public final class DecimalText {

    // What a numeric can hold.
    private static final int MOST_INTEGER_DIGITS = 131_072;
    private static final int MOST_FRACTION_DIGITS = 16_383;
    private static final int LONGEST_EXPONENT = 7;

    private DecimalText() {}

    /** The number in canonical form; null when the text is no finite decimal number that a numeric can hold. */
    static @Nullable String canonical(String text) {
        String trimmed = trimmed(text);
        int start = trimmed.isEmpty() || !isSign(trimmed.charAt(0)) ? 0 : 1;
        int point = digitsEnd(trimmed, start);
        int end = point < trimmed.length() && trimmed.charAt(point) == '.' ? digitsEnd(trimmed, point + 1) : point;
        int digits = end - start - (end > point ? 1 : 0);
        if (digits == 0) {
            return null;
        }
        if (end < trimmed.length()) {
            return isExponent(trimmed, end) ? withoutExponent(trimmed) : null;
        }
        return plain(trimmed, start, point);
    }

    private static @Nullable String plain(String text, int start, int point) {
        int first = start;
        while (first < point - 1 && text.charAt(first) == '0') {
            first++;
        }
        int fraction = Math.max(0, text.length() - point - 1);
        if (point - first > MOST_INTEGER_DIGITS || fraction > MOST_FRACTION_DIGITS) {
            return null;
        }
        boolean negative = start == 1 && text.charAt(0) == '-' && !isZero(text);
        if (first == (negative ? 1 : 0) && point > first && (fraction > 0 || point == text.length())) {
            return text;
        }
        StringBuilder plain = new StringBuilder(text.length() + 1).append(negative ? "-" : "");
        plain.append(point > first ? text.substring(first, point) : "0");
        return (fraction > 0 ? plain.append(text, point, text.length()) : plain).toString();
    }

    private static @Nullable String withoutExponent(String text) {
        BigDecimal number = new BigDecimal(text);
        int fraction = Math.max(0, number.scale());
        if (number.signum() == 0) {
            return number.scale() > MOST_FRACTION_DIGITS
                    ? null
                    : BigDecimal.ZERO.setScale(fraction).toPlainString();
        }
        // Looked at before it is written out: 1e9999999 has ten million digits.
        long integerDigits = (long) number.precision() - number.scale();
        return integerDigits > MOST_INTEGER_DIGITS || fraction > MOST_FRACTION_DIGITS ? null : number.toPlainString();
    }

    private static boolean isExponent(String text, int index) {
        char letter = text.charAt(index);
        int start = index + 1 < text.length() && isSign(text.charAt(index + 1)) ? index + 2 : index + 1;
        return (letter == 'e' || letter == 'E')
                && start < text.length()
                && text.length() - start <= LONGEST_EXPONENT
                && digitsEnd(text, start) == text.length();
    }

    private static boolean isZero(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= '1' && text.charAt(i) <= '9') {
                return false;
            }
        }
        return true;
    }

    private static int digitsEnd(String text, int start) {
        int end = start;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        return end;
    }

    private static boolean isSign(char c) {
        return c == '-' || c == '+';
    }

    /** Without the white space that PostgreSQL's own number parser skips. */
    private static String trimmed(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isSpace(text.charAt(start))) {
            start++;
        }
        while (end > start && isSpace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    private static boolean isSpace(char c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }
}
