/**
 * The JUnit extension that hands out databases. Tests say how many they need and of which version; where
 * they come from (a container, embedded binaries, a URL) is decided here, and the tests do not know it.
 */
@NullMarked
package io.crosswalk.testbed.junit;

import org.jspecify.annotations.NullMarked;
