/**
 * What a database's tables are made of besides columns and keys: types, checks, indexes, actions of foreign keys, sequences. Read once,
 * as records, by whoever builds tables.
 */
@NullMarked
package io.crosswalk.postgres.structure;

import org.jspecify.annotations.NullMarked;
