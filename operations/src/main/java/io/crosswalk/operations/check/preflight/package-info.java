/**
 * The pre-flight as a whole: every inspection, run one after the other, and what they came to.
 */
@NullMarked
package io.crosswalk.operations.check.preflight;

import org.jspecify.annotations.NullMarked;
