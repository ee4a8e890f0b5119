/** The transactions of the legacy application, by what they write, and the mix in which they come. */
@NullMarked
package io.crosswalk.testbed.kamdental.writes;

import org.jspecify.annotations.NullMarked;
