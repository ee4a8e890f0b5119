/** The report of a plan in Markdown: what there is, how it hangs together, and what does not survive the way back. Pure. */
@NullMarked
package io.crosswalk.operations.plan.report;

import org.jspecify.annotations.NullMarked;
