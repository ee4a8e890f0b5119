package io.crosswalk.transformer;

import io.crosswalk.pipeline.row.Lookup.Absence;
import io.crosswalk.pipeline.row.Row;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.transformer.expression.Binding;
import io.crosswalk.transformer.secrets.Sealer;
import org.jspecify.annotations.Nullable;

import java.util.function.Function;

/**
 * The place of one target column.
 *
 * @param resolution the mapping around it
 * @param own the rows of the legacy table
 * @param sealer seals secrets
 * @param keyText the key of the target row that a legacy row becomes
 * @param place {@code schema.table/column}
 */
record ColumnBinding(Resolution resolution, OwnRows own, Sealer sealer, Function<Row, String> keyText, String place)
        implements Binding {

    @Override
    public Object id(TableId legacyTable, String legacyId, Row legacy) {
        return own.withGivenId(resolution.id(legacyTable, legacyId), legacyTable, legacyId, legacy);
    }

    @Override
    public Object reference(TableId legacyTable, String legacyId, Row legacy) {
        return resolution.isUsers(legacyTable) ? account(legacyId) : id(legacyTable, legacyId, legacy);
    }

    @Override
    public Object account(String legacyUserId) {
        return own.makeAccounts() ? resolution.newAccount(legacyUserId) : resolution.account(legacyUserId);
    }

    @Override
    public Object tenant(String legacyTenantId, Row legacy) {
        return id(resolution.tenants(), legacyTenantId, legacy);
    }

    @Override
    public Object tenantOf(TableId legacyTable, String legacyId, @Nullable Object otherwise, Absence absence) {
        return resolution.tenantOf(legacyTable, legacyId, otherwise, absence);
    }

    @Override
    public String seal(String plaintext, Row legacy) {
        return sealer.seal(plaintext, place + "/" + keyText.apply(legacy));
    }
}
