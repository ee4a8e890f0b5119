/** How far a migration has come, as the target remembers it. */
@NullMarked
package io.crosswalk.pipeline.progress;

import org.jspecify.annotations.NullMarked;
