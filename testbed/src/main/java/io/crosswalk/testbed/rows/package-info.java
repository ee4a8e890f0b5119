/**
 * Rows of any schema: made so that they keep its constraints, found by chance, filled in, changed and taken away. All chance comes from a
 * seed.
 */
@NullMarked
package io.crosswalk.testbed.rows;

import org.jspecify.annotations.NullMarked;
