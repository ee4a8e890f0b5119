/**
 * The legacy schema as a draft sees it: the catalog, what is left out and why, and which column refers to which table.
 */
@NullMarked
package io.crosswalk.operations.draft.legacy;

import org.jspecify.annotations.NullMarked;
