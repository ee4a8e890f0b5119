/**
 * Rows in motion: Debezium's engine and its records, put together to whole transactions. Debezium's API is seen in
 * {@link io.crosswalk.connector.stream.EngineRun}, {@link io.crosswalk.connector.stream.RunningEngine},
 * {@link io.crosswalk.connector.stream.RecordReader} and package {@code text} only.
 */
@NullMarked
package io.crosswalk.connector.stream;

import org.jspecify.annotations.NullMarked;
