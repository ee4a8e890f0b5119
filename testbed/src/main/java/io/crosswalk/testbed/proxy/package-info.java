/**
 * A network that fails when a test wants it to: connections that are cut, reset, half closed, held up or swallowed, between two ends that
 * know nothing of it.
 */
@NullMarked
package io.crosswalk.testbed.proxy;

import org.jspecify.annotations.NullMarked;
