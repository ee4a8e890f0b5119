/**
 * What is known about a running migration at this moment: one board that the working threads write and that the progress line, the
 * metrics and the HTTP endpoint read.
 */
@NullMarked
package io.crosswalk.app.status;

import org.jspecify.annotations.NullMarked;
