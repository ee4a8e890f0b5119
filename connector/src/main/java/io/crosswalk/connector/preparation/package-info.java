/** What is done to the legacy database before it is read, and what is in the way of reading it. */
@NullMarked
package io.crosswalk.connector.preparation;

import org.jspecify.annotations.NullMarked;
