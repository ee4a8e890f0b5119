/**
 * The commands of {@code crosswalk}, one small class each, and how they talk to people: results on stdout, everything else on stderr.
 */
@NullMarked
package io.crosswalk.app.commands;

import org.jspecify.annotations.NullMarked;
