package io.crosswalk.transformer.expression.cast;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A whole number that a bigint can hold. A fraction of zeros goes; any other is no integer, because rounding would lose it. */
public record ToInteger() implements Conversion {

    private static final Pattern WHOLE = Pattern.compile("([+-]?)0*([0-9]{1,19})(?:\\.0*)?");
    private static final int LONGEST = 200_000;
    private static final int BITS = 63;

    @Override
    public String type() {
        return "integer";
    }

    @Override
    public @Nullable String convert(String text) {
        String trimmed = text.strip();
        Matcher number = WHOLE.matcher(trimmed);
        if (trimmed.length() > LONGEST || !number.matches()) {
            return null;
        }
        BigInteger value = new BigInteger(number.group(2));
        BigInteger signed = number.group(1).equals("-") ? value.negate() : value;
        return signed.bitLength() <= BITS ? signed.toString() : null;
    }
}
