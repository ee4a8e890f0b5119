/**
 * Debezium made to hand on what PostgreSQL wrote: the stream's sessions have the same text form as ours, and every column counts as
 * {@code text}, so that no value is ever parsed and printed again.
 */
@NullMarked
package io.crosswalk.connector.text;

import org.jspecify.annotations.NullMarked;
