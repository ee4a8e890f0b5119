package io.crosswalk.transformer.expression;

import io.crosswalk.pipeline.Lookup;
import io.crosswalk.pipeline.Row;
import io.crosswalk.pipeline.TableId;
import org.jspecify.annotations.Nullable;

/**
 * What an expression has to know besides the row: the keys of the migration, and the target column for which it is evaluated. Pure
 * and safe from any thread.
 */
public interface Binding {

    /** The new id of a row of a legacy table, as text. */
    String id(TableId legacyTable, String legacyId);

    /** The account of a legacy user. */
    Lookup account(String legacyUserId);

    /** The new id of a tenant, as text. */
    String tenant(String legacyTenantId);

    /**
     * The tenant of a row of another legacy table.
     *
     * @param otherwise what to take when that row has none: text, a look-up or null
     */
    Object tenantOf(TableId legacyTable, String legacyId, @Nullable Object otherwise);

    /** The ciphertext of a secret, bound to the target table, the column and the key of the row. */
    String seal(String plaintext, Row legacy);
}
