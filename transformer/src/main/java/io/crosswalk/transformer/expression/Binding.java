package io.crosswalk.transformer.expression;

import io.crosswalk.pipeline.row.Lookup;
import io.crosswalk.pipeline.row.Lookup.Absence;
import io.crosswalk.pipeline.row.Refusal;
import io.crosswalk.pipeline.row.Row;
import io.crosswalk.pipeline.row.TableId;
import org.jspecify.annotations.Nullable;

/**
 * What an expression has to know besides the row: the keys of the migration, and the target column for which it is evaluated. Pure
 * and safe from any thread.
 */
public interface Binding {

    /**
     * The new id of a row of a legacy table.
     *
     * @param legacy the row that is mapped: it may be the one whose id is asked for
     * @return text, a {@link Lookup}, or a {@link Refusal} when the table's keys make no id of this one
     */
    Object id(TableId legacyTable, String legacyId, Row legacy);

    /** The same, but the account where the table is that of the users. */
    Object reference(TableId legacyTable, String legacyId, Row legacy);

    /** The account of a legacy user: a {@link Lookup}, or a {@link Refusal} when the keys of users make none. */
    Object account(String legacyUserId);

    /** The new id of a tenant, as {@link #id} gives it. */
    Object tenant(String legacyTenantId, Row legacy);

    /**
     * The tenant of a row of another legacy table.
     *
     * @param otherwise what to take when that row has none: text, a look-up or null
     * @param absence what to do when there is none at all
     */
    Object tenantOf(TableId legacyTable, String legacyId, @Nullable Object otherwise, Absence absence);

    /** The ciphertext of a secret, bound to the target table, the column and the key of the row. */
    String seal(String plaintext, Row legacy);
}
