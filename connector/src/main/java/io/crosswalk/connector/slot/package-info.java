/** Our replication slot, as the source's views describe it. */
@NullMarked
package io.crosswalk.connector.slot;

import org.jspecify.annotations.NullMarked;
