package io.crosswalk.testbed.values;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.SplittableRandom;

import static io.crosswalk.testbed.values.ValueMaker.chance;
import static io.crosswalk.testbed.values.ValueMaker.oneOf;

/** Whole numbers, decimals and floats, within what a type and its CHECKs allow. */
final class NumberValues {

    private static final BigDecimal DEFAULT_LEAST = BigDecimal.valueOf(-5_000);
    private static final BigDecimal DEFAULT_MOST = BigDecimal.valueOf(50_000);

    private NumberValues() {}

    /**
     * Whole numbers of a type.
     *
     * @param distinct whether two values have to differ, as far as the type allows
     */
    static ValueMaker integers(long typeLeast, long typeMost, Limits limits, boolean distinct) {
        long least = limits.least() == null
                ? typeLeast
                : Math.max(typeLeast, limits.least().longValue());
        long most = limits.most() == null
                ? typeMost
                : Math.min(typeMost, limits.most().longValue());
        // Above what a sequence of the same column reaches in a test.
        long distinctLeast = Math.max(least, Math.min(most / 2, 1_000_000));
        long usualMost = Math.min(most, Math.max(least, 0) + 10_000);
        return random -> {
            if (distinct) {
                return Long.toString(random.nextLong(distinctLeast, most));
            }
            if (chance(random, 4)) {
                return oneOf(random, Long.toString(least), Long.toString(most));
            }
            return Long.toString(random.nextLong(Math.max(least, Math.min(0, usualMost)), usualMost + 1));
        };
    }

    /** Decimals of so many digits; precision -1 for any number. */
    static ValueMaker decimals(int precision, int scale, Limits limits) {
        int places = precision < 0 ? 6 : scale;
        BigDecimal edge = precision < 0
                ? BigDecimal.TEN.pow(60)
                : BigDecimal.TEN.pow(precision - scale).subtract(BigDecimal.ONE.movePointLeft(scale));
        return random -> {
            if (!limits.isBounded() && chance(random, 3)) {
                return precision < 0 ? oneOf(random, "NaN", "Infinity", "-Infinity", "0.000000000000000000001") : "NaN";
            }
            if (precision < 0 && !limits.isBounded() && chance(random, 5)) {
                return new BigDecimal(
                                new BigInteger(Long.toString(random.nextLong(1, Long.MAX_VALUE))
                                        .repeat(2)),
                                17)
                        .toPlainString();
            }
            return between(random, limits, edge, places).toPlainString();
        };
    }

    private static BigDecimal between(SplittableRandom random, Limits limits, BigDecimal edge, int places) {
        BigDecimal least = limits.least() != null ? limits.least() : DEFAULT_LEAST.max(edge.negate());
        BigDecimal most =
                limits.most() != null ? limits.most() : DEFAULT_MOST.max(least).min(edge);
        if (chance(random, 4)) {
            return random.nextBoolean() ? least : most;
        }
        return least.add(most.subtract(least).multiply(BigDecimal.valueOf(random.nextDouble())))
                .setScale(random.nextInt(places + 1), RoundingMode.DOWN)
                .max(least);
    }

    /** Floats, in eight bytes or four. */
    static ValueMaker floats(boolean wide, Limits limits) {
        return random -> {
            if (limits.isBounded()) {
                return between(random, limits, BigDecimal.TEN.pow(9), 5).toPlainString();
            }
            if (chance(random, 10)) {
                return oneOf(
                        random,
                        "NaN",
                        "Infinity",
                        "-Infinity",
                        "-0",
                        "0.1",
                        wide ? "2.2250738585072014e-308" : "1.1754944e-38");
            }
            double value = (random.nextDouble() - 0.3) * Math.pow(10, random.nextInt(-3, 9));
            return wide ? Double.toString(value) : Float.toString((float) value);
        };
    }
}
