/** How expressions, keys and table names are written in a mapping file. Everything that cannot be read is reported with a remedy. */
@NullMarked
package io.crosswalk.transformer.mapping.syntax;

import org.jspecify.annotations.NullMarked;
