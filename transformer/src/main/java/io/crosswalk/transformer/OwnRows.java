package io.crosswalk.transformer;

import io.crosswalk.pipeline.row.Columns;
import io.crosswalk.pipeline.row.Lookup;
import io.crosswalk.pipeline.row.Refusal;
import io.crosswalk.pipeline.row.Row;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.transformer.keys.KeyStrategy.Given;
import org.jspecify.annotations.Nullable;

import java.util.Optional;

/**
 * What one target has to know of the legacy rows that it is made of.
 *
 * @param table the legacy table
 * @param key its key
 * @param given where the new ids of its rows stand, in the one target that records them; else empty
 * @param makeAccounts whether its rows belong to an account, so that they are written while the account is made
 */
record OwnRows(TableId table, Columns key, Optional<Given> given, boolean makeAccounts) {

    /**
     * An id that may be that of the row itself: while it is not recorded yet, the row brings it along. Other rows, and the other targets
     * of this row, wait for the record.
     *
     * @param id what the key space says
     */
    Object withGivenId(Object id, TableId legacyTable, String legacyId, Row legacy) {
        if (given.isEmpty() || !(id instanceof Lookup lookup) || !isOwn(legacyTable, legacyId, legacy)) {
            return id;
        }
        String column = given.get().column();
        // A key alone, as deletes carry it, does not know what the column holds: the record does.
        Object value = legacy.columns().contains(column) ? legacy.value(column) : null;
        if (!(value instanceof String text)) {
            return id;
        }
        String newId = Given.id(text);
        return newId == null
                ? new Refusal("what is in " + column + " is no UUID")
                : new Lookup(lookup.table(), lookup.column(), lookup.key(), newId, lookup.absence());
    }

    private boolean isOwn(TableId legacyTable, String legacyId, Row legacy) {
        return legacyTable.equals(table) && legacyId.equals(keyText(legacy));
    }

    /** The legacy key as one text; null when the row lacks a part of it. */
    @Nullable
    String keyText(Row legacy) {
        boolean whole = key.names().stream()
                .allMatch(column -> legacy.columns().contains(column) && legacy.value(column) instanceof String);
        return whole ? legacy.key(key).text() : null;
    }
}
