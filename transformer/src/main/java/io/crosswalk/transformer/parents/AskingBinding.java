package io.crosswalk.transformer.parents;

import io.crosswalk.pipeline.row.Lookup.Absence;
import io.crosswalk.pipeline.row.Row;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.transformer.expression.Binding;
import org.jspecify.annotations.Nullable;

/**
 * The place of a target column whose ids are questions: whether the parents are there is known in the target only.
 *
 * @param place the same place without questions
 * @param parents whom to ask
 */
public record AskingBinding(Binding place, EmbeddedParents parents) implements Binding {

    @Override
    public Object reference(TableId legacyTable, String legacyId, Row legacy) {
        return parents.question(legacyTable, place.reference(legacyTable, legacyId, legacy));
    }

    @Override
    public Object id(TableId legacyTable, String legacyId, Row legacy) {
        return place.id(legacyTable, legacyId, legacy);
    }

    @Override
    public Object account(String legacyUserId) {
        return place.account(legacyUserId);
    }

    @Override
    public Object tenant(String legacyTenantId, Row legacy) {
        return place.tenant(legacyTenantId, legacy);
    }

    @Override
    public Object tenantOf(TableId legacyTable, String legacyId, @Nullable Object otherwise, Absence absence) {
        return place.tenantOf(legacyTable, legacyId, otherwise, absence);
    }

    @Override
    public String seal(String plaintext, Row legacy) {
        return place.seal(plaintext, legacy);
    }
}
