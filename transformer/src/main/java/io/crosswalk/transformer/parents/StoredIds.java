package io.crosswalk.transformer.parents;

import io.crosswalk.pipeline.row.Columns;
import io.crosswalk.pipeline.row.Lookup.Absence;
import io.crosswalk.pipeline.row.Row;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.transformer.expression.Binding;
import io.crosswalk.transformer.expression.Column;
import io.crosswalk.transformer.expression.Expression;
import io.crosswalk.transformer.expression.json.JsonIds;
import io.crosswalk.transformer.expression.reference.IdArray;
import org.jspecify.annotations.Nullable;

/**
 * Reads a value that the target holds as if it were a legacy one: the ids stand where they stood, and each becomes a look-up of itself.
 *
 * @param parents the column
 */
record StoredIds(EmbeddedParents parents) implements Binding {

    private static final String VALUE = "value";

    /** The symbolic value; text where it holds no id. */
    @Nullable
    Object read(String text) {
        Expression again = parents.reference() instanceof JsonIds json
                ? new JsonIds(new Column(VALUE), json.tables())
                : new IdArray(new Column(VALUE), ((IdArray) parents.reference()).table());
        return again.evaluate(Row.of(Columns.of(VALUE), text), this);
    }

    @Override
    public Object reference(TableId legacyTable, String id, Row legacy) {
        return parents.place(legacyTable)
                .<Object>map(place -> place.lookup(id, parents.absence()))
                .orElse(id);
    }

    @Override
    public Object id(TableId legacyTable, String legacyId, Row legacy) {
        throw unexpected();
    }

    @Override
    public Object account(String legacyUserId) {
        throw unexpected();
    }

    @Override
    public Object tenant(String legacyTenantId, Row legacy) {
        throw unexpected();
    }

    @Override
    public Object tenantOf(TableId legacyTable, String legacyId, @Nullable Object otherwise, Absence absence) {
        throw unexpected();
    }

    @Override
    public String seal(String plaintext, Row legacy) {
        throw unexpected();
    }

    private static IllegalStateException unexpected() {
        return new IllegalStateException("an array or JSON asks for references only");
    }
}
