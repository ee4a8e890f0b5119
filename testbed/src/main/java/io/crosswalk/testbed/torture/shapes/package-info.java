/** What a transaction of the torture may do besides the actions of the application; each is one of its own kind. */
@NullMarked
package io.crosswalk.testbed.torture.shapes;

import org.jspecify.annotations.NullMarked;
