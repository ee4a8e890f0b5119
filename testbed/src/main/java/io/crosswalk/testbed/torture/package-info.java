/**
 * A legacy application at its worst: sessions that write to all tables of a schema and to some of the torture's own, in transactions of
 * every kind that PostgreSQL knows, and a history from which each committed state can be told from all others.
 */
@NullMarked
package io.crosswalk.testbed.torture;

import org.jspecify.annotations.NullMarked;
