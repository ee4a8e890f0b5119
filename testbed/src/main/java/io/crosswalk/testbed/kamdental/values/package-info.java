/** What single values of the legacy database look like: identifiers, names, tokens, JSON. Everything comes from a seed. */
@NullMarked
package io.crosswalk.testbed.kamdental.values;

import org.jspecify.annotations.NullMarked;
