/**
 * Options that several commands share.
 */
@NullMarked
package io.crosswalk.app.commands.options;

import org.jspecify.annotations.NullMarked;
