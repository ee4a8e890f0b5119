/**
 * The source side: prepares the legacy database, owns its replication slot and publication, copies snapshots out in chunks, and turns
 * Debezium's records into whole transactions. Debezium's API is seen in {@link io.crosswalk.connector.EngineRun} and in package
 * {@code text} only.
 */
@NullMarked
package io.crosswalk.connector;

import org.jspecify.annotations.NullMarked;
