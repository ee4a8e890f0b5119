/**
 * Files that people write: YAML read into a tree that knows where in the file each value stands, and the problems found in it,
 * all of them at once. Mapping and configuration are read with the same classes.
 */
@NullMarked
package io.crosswalk.transformer.yaml;

import org.jspecify.annotations.NullMarked;
