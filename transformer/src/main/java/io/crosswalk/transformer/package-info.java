/**
 * Legacy changes to target changes, by a mapping. Pure: whatever a resolution has to look up becomes a symbolic value, which the sink
 * resolves in the transaction that writes.
 */
@NullMarked
package io.crosswalk.transformer;

import org.jspecify.annotations.NullMarked;
