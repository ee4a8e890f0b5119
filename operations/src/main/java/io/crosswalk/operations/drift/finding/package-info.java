/** What has changed in the legacy schema, what it means, and who has accepted it. */
@NullMarked
package io.crosswalk.operations.drift.finding;

import org.jspecify.annotations.NullMarked;
