package io.crosswalk.app.migration;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long to wait before an attempt after a failed one: twice as long every time, up to 10 seconds, and of random length, so that those
 * who lost their connections together do not all come back together. One thread.
 */
final class RestartPauses {

    private static final Duration FIRST = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private Duration bound = FIRST;

    /**
     * The next pause: at least half of what the sequence has come to.
     *
     * @param lasted how long the attempt went well; after a long one the sequence begins again
     */
    Duration after(Duration lasted) {
        Duration current = lasted.compareTo(LONGEST) > 0 ? FIRST : bound;
        Duration doubled = current.multipliedBy(2);
        bound = doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
        long half = current.toMillis() / 2;
        return Duration.ofMillis(half + ThreadLocalRandom.current().nextLong(half + 1));
    }
}
