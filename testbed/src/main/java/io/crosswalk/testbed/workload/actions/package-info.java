/** What a session of the workload does with one table. Each action is one class; refused statements are the session's business. */
@NullMarked
package io.crosswalk.testbed.workload.actions;

import org.jspecify.annotations.NullMarked;
