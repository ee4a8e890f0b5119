package io.crosswalk.sink.accounts;

import java.time.Duration;

/**
 * How long one call is tried.
 *
 * @param attempts at most so many
 * @param firstPause before the second; doubled after each
 * @param longestPause no pause is longer, also when the service asks for it
 * @param timeout for one attempt, answer and all
 */
public record RetryPolicy(int attempts, Duration firstPause, Duration longestPause, Duration timeout) {

    public static final RetryPolicy DEFAULT =
            new RetryPolicy(5, Duration.ofMillis(250), Duration.ofSeconds(20), Duration.ofSeconds(15));

    public RetryPolicy {
        if (attempts < 1) {
            throw new IllegalArgumentException("at least one attempt");
        }
    }

    /** The pause after an attempt, counted from 1. */
    Duration pauseAfter(int attempt, Duration asked) {
        Duration own = firstPause.multipliedBy(1L << Math.min(attempt - 1, 20));
        Duration pause = asked.compareTo(own) > 0 ? asked : own;
        return pause.compareTo(longestPause) > 0 ? longestPause : pause;
    }
}
