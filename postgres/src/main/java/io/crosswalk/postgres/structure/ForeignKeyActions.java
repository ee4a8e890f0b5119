package io.crosswalk.postgres.structure;

/**
 * What a foreign key does when its parent changes.
 *
 * @param onDelete {@code NO ACTION}, {@code RESTRICT}, {@code CASCADE}, {@code SET NULL} or {@code SET DEFAULT}
 * @param onUpdate one of the same
 * @param matchFull whether a composite key is null as a whole or not at all
 * @param deferrable the DEFERRABLE clause, empty for none
 * @param validated whether all rows obey it
 */
public record ForeignKeyActions(
        String onDelete, String onUpdate, boolean matchFull, String deferrable, boolean validated) {}
