/**
 * The target side: batches become durable together with their position, look-ups are resolved inside the transaction that writes, rows
 * that cannot be applied are set aside, chunks of the backfill are loaded.
 */
@NullMarked
package io.crosswalk.sink;

import org.jspecify.annotations.NullMarked;
