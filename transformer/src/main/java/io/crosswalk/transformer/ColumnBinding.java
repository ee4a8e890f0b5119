package io.crosswalk.transformer;

import io.crosswalk.pipeline.Lookup;
import io.crosswalk.pipeline.Row;
import io.crosswalk.pipeline.TableId;
import io.crosswalk.transformer.expression.Binding;
import io.crosswalk.transformer.secrets.Sealer;
import org.jspecify.annotations.Nullable;

import java.util.function.Function;

/**
 * The place of one target column.
 *
 * @param resolution the mapping around it
 * @param ownsAccount whether its row belongs to an account, so that it is written while the account is made
 * @param sealer seals secrets
 * @param keyText the key of the target row that a legacy row becomes
 * @param place {@code schema.table/column}
 */
record ColumnBinding(
        Resolution resolution, boolean ownsAccount, Sealer sealer, Function<Row, String> keyText, String place)
        implements Binding {

    @Override
    public String id(TableId legacyTable, String legacyId) {
        return resolution.id(legacyTable, legacyId);
    }

    @Override
    public Lookup account(String legacyUserId) {
        return ownsAccount ? resolution.newAccount(legacyUserId) : resolution.account(legacyUserId);
    }

    @Override
    public String tenant(String legacyTenantId) {
        return resolution.tenant(legacyTenantId);
    }

    @Override
    public Object tenantOf(TableId legacyTable, String legacyId, @Nullable Object otherwise) {
        return resolution.tenantOf(legacyTable, legacyId, otherwise);
    }

    @Override
    public String seal(String plaintext, Row legacy) {
        return sealer.seal(plaintext, place + "/" + keyText.apply(legacy));
    }
}
