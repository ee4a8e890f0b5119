/**
 * The source side: prepares the legacy database, owns its replication slot and publication, copies snapshots out in chunks, and turns
 * Debezium's records into whole transactions. Here is what all the packages below it are told: what to read, and from where.
 */
@NullMarked
package io.crosswalk.connector;

import org.jspecify.annotations.NullMarked;
