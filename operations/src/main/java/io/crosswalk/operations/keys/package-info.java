/** Converts single keys between the legacy schema and the new one, by arithmetic, by name, and by what the target recorded. */
@NullMarked
package io.crosswalk.operations.keys;

import org.jspecify.annotations.NullMarked;
