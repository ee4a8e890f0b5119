/**
 * Makers of random column values as PostgreSQL text, for every type that a table holds: ordinary ones mostly, and the odd ones that break
 * a migration (infinity, NaN, years before Christ, empty texts, quotes, values too large for a page).
 */
@NullMarked
package io.crosswalk.testbed.values;

import org.jspecify.annotations.NullMarked;
