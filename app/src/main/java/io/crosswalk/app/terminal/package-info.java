/**
 * What a person at a terminal sees of a run, a failure and a status, and how the signals of a terminal arrive.
 */
@NullMarked
package io.crosswalk.app.terminal;

import org.jspecify.annotations.NullMarked;
