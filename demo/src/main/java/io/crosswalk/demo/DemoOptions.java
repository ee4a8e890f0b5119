package io.crosswalk.demo;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What the user asks of a demo.
 *
 * @param rows about how many metric values the legacy database holds
 * @param rate transactions per second of the legacy application
 * @param writing how long the application writes while the stream runs, when the demo ends by itself
 * @param port of the HTTP endpoint
 * @param auto whether it ends by itself and compares
 * @param keep where the servers' data stays; null for nowhere
 * @param seed where all chance comes from
 */
public record DemoOptions(
        int rows,
        double rate,
        Duration writing,
        int port,
        boolean auto,
        @Nullable Path keep,
        long seed) {}
