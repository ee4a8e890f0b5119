/**
 * What a running migration measures about itself, in Prometheus' text format. One list of definitions is behind the registry and behind
 * the table in docs/metrics.md.
 */
@NullMarked
package io.crosswalk.app.metrics;

import org.jspecify.annotations.NullMarked;
