package io.crosswalk.operations.plan.ddl;

/**
 * One change of a target.
 *
 * @param what what it makes, for people: {@code table public.clinics}
 * @param apply the statements that make it
 * @param undo the statements that leave the catalog as it was
 */
public record Step(String what, String apply, String undo) {}
