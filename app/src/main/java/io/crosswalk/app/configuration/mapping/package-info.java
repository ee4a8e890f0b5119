/** The mapping that a configuration names: bundled, in a file of its own, or written out. */
@NullMarked
package io.crosswalk.app.configuration.mapping;

import org.jspecify.annotations.NullMarked;
