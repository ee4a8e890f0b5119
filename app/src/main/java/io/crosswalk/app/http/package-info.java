/**
 * Metrics, health and status over HTTP, on loopback unless the configuration says otherwise. Read-only: nothing here changes anything.
 */
@NullMarked
package io.crosswalk.app.http;

import org.jspecify.annotations.NullMarked;
