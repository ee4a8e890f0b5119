/**
 * Fieldwork, a fictional legacy application with a large schema: whatever a schema holds that grew for years under Prisma, this one
 * holds too. It is filled and written to by the generator in {@code workload}.
 */
@NullMarked
package io.crosswalk.testbed.fieldwork;

import org.jspecify.annotations.NullMarked;
