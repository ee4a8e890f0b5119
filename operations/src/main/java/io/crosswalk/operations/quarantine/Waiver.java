package io.crosswalk.operations.quarantine;

import java.time.Instant;

/**
 * Somebody's word that a row may stay out of the target. It holds for the reason that the row had at that time.
 *
 * @param by who said so
 * @param reason why
 */
public record Waiver(String by, String reason, Instant at) {}
