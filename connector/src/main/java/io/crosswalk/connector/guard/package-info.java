/**
 * Looks from beside the stream, before it begins and while it runs: at server, slot, publication and heartbeat, and whether the stream may
 * go on without having missed a change.
 */
@NullMarked
package io.crosswalk.connector.guard;

import org.jspecify.annotations.NullMarked;
