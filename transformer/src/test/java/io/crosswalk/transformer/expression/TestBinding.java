package io.crosswalk.transformer.expression;

import io.crosswalk.pipeline.row.Lookup;
import io.crosswalk.pipeline.row.Lookup.Absence;
import io.crosswalk.pipeline.row.Refusal;
import io.crosswalk.pipeline.row.Row;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.table.IdMappings;
import org.jspecify.annotations.Nullable;

/** A binding whose answers show what was asked. Users have accounts; the id "bad" is refused. */
public record TestBinding() implements Binding {

    public static final TableId USERS = new TableId("public", "User");

    /** The account of a user as this binding gives it. */
    public static Lookup accountOf(String user) {
        return new Lookup(IdMappings.TABLE, IdMappings.NEW_ID, IdMappings.key("User", user), null, Absence.QUARANTINE);
    }

    @Override
    public Object id(TableId legacyTable, String legacyId, Row legacy) {
        return legacyId.equals("bad") ? new Refusal("bad") : legacyTable.name() + "-" + legacyId;
    }

    @Override
    public Object reference(TableId legacyTable, String legacyId, Row legacy) {
        return legacyTable.equals(USERS) ? account(legacyId) : id(legacyTable, legacyId, legacy);
    }

    @Override
    public Object account(String legacyUserId) {
        return accountOf(legacyUserId);
    }

    @Override
    public Object tenant(String legacyTenantId, Row legacy) {
        return "tenant-" + legacyTenantId;
    }

    @Override
    public Object tenantOf(TableId legacyTable, String legacyId, @Nullable Object otherwise, Absence absence) {
        return "tenant of " + legacyId;
    }

    @Override
    public String seal(String plaintext, Row legacy) {
        return "sealed " + plaintext;
    }
}
