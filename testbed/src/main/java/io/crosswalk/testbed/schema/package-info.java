/**
 * A legacy schema as its own catalog describes it: tables, types, keys, foreign keys and the CHECKs that a generator can keep. Whatever
 * writes into any schema (population, workload) reads it here and knows nothing else.
 */
@NullMarked
package io.crosswalk.testbed.schema;

import org.jspecify.annotations.NullMarked;
