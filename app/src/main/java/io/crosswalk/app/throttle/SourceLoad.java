package io.crosswalk.app.throttle;

import java.time.Duration;

/**
 * What the source shows of its load at one moment.
 *
 * @param activeSessions sessions that work, ours left out
 * @param replicaLag how far the replay of the slowest other replica is behind
 * @param slowdown how many times as long reading takes as it did at best lately; 1 where that is not known
 */
record SourceLoad(int activeSessions, Duration replicaLag, double slowdown) {}
