/**
 * The application: what the command line starts. Configuration, commands, HTTP and metrics have packages of their own; the runbook of a
 * migration is in {@code migration}.
 */
@NullMarked
package io.crosswalk.app;

import org.jspecify.annotations.NullMarked;
