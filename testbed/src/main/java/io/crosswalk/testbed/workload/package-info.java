/**
 * A legacy application that nobody wrote: its sessions write to all tables of a schema, within its constraints, in transactions of many
 * kinds. All chance comes from a seed, so that one session does the same again.
 */
@NullMarked
package io.crosswalk.testbed.workload;

import org.jspecify.annotations.NullMarked;
