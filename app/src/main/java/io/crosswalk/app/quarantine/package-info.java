/**
 * How much of a migration may be set aside: the newest rows are counted, and the run ends when more of them are refused, or wait, than the
 * configuration allows. Counts what is durable; applies nothing.
 */
@NullMarked
package io.crosswalk.app.quarantine;

import org.jspecify.annotations.NullMarked;
