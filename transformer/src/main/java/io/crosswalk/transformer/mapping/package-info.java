/**
 * The mapping as a tree of values: which legacy table becomes which target tables, and what each target column is made of. Read
 * from YAML (docs/mapping.md) and checked against both catalogs, with every problem reported at once.
 */
@NullMarked
package io.crosswalk.transformer.mapping;

import org.jspecify.annotations.NullMarked;
