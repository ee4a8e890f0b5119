/**
 * Rows at rest: the snapshot that the slot begins at, chunks of tables read under it, which changes a chunk holds already, and how busy
 * the source is meanwhile.
 */
@NullMarked
package io.crosswalk.connector.snapshot;

import org.jspecify.annotations.NullMarked;
