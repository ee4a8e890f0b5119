package io.crosswalk.testbed.values;

import java.util.SplittableRandom;

/** Makes values of one column, as PostgreSQL text, never NULL. Without state, except where a maker says otherwise. */
@FunctionalInterface
public interface ValueMaker {

    String make(SplittableRandom random);

    /** One of some values. */
    static String oneOf(SplittableRandom random, String... values) {
        return values[random.nextInt(values.length)];
    }

    /** True in so many of a hundred cases. */
    static boolean chance(SplittableRandom random, int percent) {
        return random.nextInt(100) < percent;
    }
}
