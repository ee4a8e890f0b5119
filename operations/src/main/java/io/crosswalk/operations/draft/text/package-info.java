/**
 * Writes a draft as YAML with comments. Pure.
 */
@NullMarked
package io.crosswalk.operations.draft.text;

import org.jspecify.annotations.NullMarked;
