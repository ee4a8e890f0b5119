/** Reads both databases for a plan, applies it to the target step by step, and takes back exactly what it applied. */
@NullMarked
package io.crosswalk.operations.plan.prepare;

import org.jspecify.annotations.NullMarked;
