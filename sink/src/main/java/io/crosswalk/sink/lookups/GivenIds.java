package io.crosswalk.sink.lookups;

import io.crosswalk.pipeline.row.Key;
import io.crosswalk.pipeline.row.Lookup;
import io.crosswalk.pipeline.table.IdMappings;
import io.crosswalk.pipeline.table.TargetTable;
import io.crosswalk.sink.quarantine.WaitKey;
import io.crosswalk.sink.rows.PendingRow;
import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * New ids that a legacy column holds. A row brings its id along until {@code crosswalk.id_mappings} knows it; from then on the record
 * counts, whatever becomes of the column, so that no row is ever written twice.
 */
public final class GivenIds {

    private GivenIds() {}

    /**
     * Ids that rows bring along and that are recorded for other legacy rows: written, they would overwrite those.
     *
     * @param resolved what the look-ups of the rows led to
     */
    static Set<String> taken(
            Connection connection, TargetTable table, List<PendingRow> rows, Map<Lookup, Resolved> resolved)
            throws SQLException {
        Set<String> claimed = new HashSet<>();
        for (PendingRow row : rows) {
            String id = claim(table, row, resolved);
            if (id != null) {
                claimed.add(id);
            }
        }
        Set<String> taken = new HashSet<>();
        if (claimed.isEmpty()) {
            return taken;
        }
        String sql = "SELECT new_id::text FROM crosswalk.id_mappings WHERE table_name = ? AND new_id = ANY (?::uuid[])";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, table.idSpace().orElseThrow());
            statement.setArray(2, connection.createArrayOf("text", claimed.toArray()));
            try (ResultSet ids = statement.executeQuery()) {
                while (ids.next()) {
                    taken.add(ids.getString(1));
                }
            }
        }
        return taken;
    }

    /** The id that a row brings along because none is recorded for it; null for every other row. */
    static @Nullable String claim(TargetTable table, PendingRow row, Map<Lookup, Resolved> resolved) {
        if (!table.givenIds()
                || !(row.row().value(table.key().names().get(0)) instanceof Lookup lookup)
                || !(lookup.otherwise() instanceof String id)) {
            return null;
        }
        Resolved found = resolved.get(lookup);
        return found != null && found.from() == null ? id : null;
    }

    /** The wait keys of ids that are recorded with rows now. */
    public static Set<String> arrived(TargetTable table, List<PendingRow> written) {
        Set<String> arrived = new HashSet<>();
        if (table.givenIds()) {
            String space = table.idSpace().orElseThrow();
            written.forEach(row -> arrived.add(WaitKey.of(
                    IdMappings.TABLE, IdMappings.key(space, row.origin().key()))));
        }
        return arrived;
    }

    /** The name of a row by its legacy key, as the transformer gives it. */
    public static Lookup symbolic(TargetTable table, String oldId, @Nullable String newId) {
        Key key = IdMappings.key(table.idSpace().orElseThrow(), oldId);
        return new Lookup(IdMappings.TABLE, IdMappings.NEW_ID, key, newId, Lookup.Absence.QUARANTINE);
    }

    /** The id in a key column: as it stands there, or as the row brings it along. */
    static @Nullable String held(@Nullable Object value) {
        Object id = value instanceof Lookup lookup ? lookup.otherwise() : value;
        return id instanceof String text ? text : null;
    }
}
