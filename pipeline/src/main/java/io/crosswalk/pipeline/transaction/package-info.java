/** What the source has committed, in its order, and what of it has become durable in the target. */
@NullMarked
package io.crosswalk.pipeline.transaction;

import org.jspecify.annotations.NullMarked;
