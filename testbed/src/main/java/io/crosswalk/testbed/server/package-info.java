/**
 * Real PostgreSQL servers for tests and the demo: embedded, in a container, or one that already runs.
 * All of them listen on the loopback address, keep logical WAL and hand out fresh databases.
 */
@NullMarked
package io.crosswalk.testbed.server;

import org.jspecify.annotations.NullMarked;
