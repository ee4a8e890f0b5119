/**
 * Who may write the target, and in what kind of session.
 */
@NullMarked
package io.crosswalk.sink.session;

import org.jspecify.annotations.NullMarked;
