/**
 * The pre-flight: looks at both databases with the eyes of a migration and says what would stop it, what would hurt, and what to know.
 * It changes nothing. Every thing that is looked at is one {@link io.crosswalk.operations.check.Inspection}; here is what all of them
 * are told and what they answer.
 */
@NullMarked
package io.crosswalk.operations.check;

import org.jspecify.annotations.NullMarked;
