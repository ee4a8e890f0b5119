package io.crosswalk.transformer;

import io.crosswalk.pipeline.row.Columns;
import io.crosswalk.pipeline.row.Key;
import io.crosswalk.pipeline.row.Lookup;
import io.crosswalk.pipeline.row.Lookup.Absence;
import io.crosswalk.pipeline.row.Refusal;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.table.IdMappings;
import io.crosswalk.pipeline.table.SourceTable;
import io.crosswalk.transformer.keys.KeySpace;
import io.crosswalk.transformer.keys.KeyStrategy.Given;
import io.crosswalk.transformer.mapping.Mapping;
import io.crosswalk.transformer.mapping.TableMapping;
import io.crosswalk.transformer.mapping.TenantPaths;
import io.crosswalk.transformer.mapping.TenantPaths.Parent;
import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** What the whole mapping knows about keys, accounts and tenants, ready for use. Immutable, safe from any thread. */
final class Resolution {

    private final Map<TableId, KeySpace> spaces;
    private final Map<TableId, Way> ways;
    private final Mapping mapping;
    private final TenantPaths paths;

    /** Where to read the tenant of a row of a legacy table, taken apart for speed. */
    private record Way(TableId table, String column, Columns key) {

        static Way of(Parent parent) {
            return new Way(parent.target().table(), parent.tenantColumn(), Columns.of(parent.key()));
        }
    }

    Resolution(Mapping mapping, Map<TableId, SourceTable> sources, UUID migrationNamespace) {
        this.mapping = mapping;
        this.paths = new TenantPaths(mapping, sources);
        Map<TableId, KeySpace> spaceByTable = new HashMap<>();
        Map<TableId, Way> wayByTable = new HashMap<>();
        for (TableMapping table : mapping.tables()) {
            TableId id = table.source();
            if (!(table.keys() instanceof Given)) {
                spaceByTable.put(id, KeySpace.of(migrationNamespace, mapping.space(id), table.keys()));
            }
            paths.parent(id).ifPresent(parent -> wayByTable.put(id, Way.of(parent)));
        }
        this.spaces = Map.copyOf(spaceByTable);
        this.ways = Map.copyOf(wayByTable);
    }

    TenantPaths paths() {
        return paths;
    }

    /** The new id of a row: text, a look-up when the ids of its table are given, or a refusal. */
    Object id(TableId legacyTable, String legacyId) {
        KeySpace space = spaces.get(legacyTable);
        if (space == null) {
            return recorded(legacyTable, legacyId);
        }
        return space.accepts(legacyId)
                ? space.map(legacyId).id().toString()
                : new Refusal("a legacy id of " + space.name() + " is no UUID, and its ids are kept");
    }

    /** The id that is recorded for a row, or will be. */
    Lookup recorded(TableId legacyTable, String legacyId) {
        return recorded(legacyTable, legacyId, null, Absence.QUARANTINE);
    }

    private Lookup recorded(TableId legacyTable, String legacyId, @Nullable String otherwise, Absence absence) {
        Key key = IdMappings.key(mapping.space(legacyTable), legacyId);
        return new Lookup(IdMappings.TABLE, IdMappings.NEW_ID, key, otherwise, absence);
    }

    /** The account of a user whose decision has been taken, or has to be waited for. */
    Lookup account(String legacyUserId) {
        return recorded(users(), legacyUserId);
    }

    /** The account of a user in the rows that make the account: when there is none yet, it gets the derived id. */
    Object newAccount(String legacyUserId) {
        Object id = id(users(), legacyUserId);
        return id instanceof String derived ? recorded(users(), legacyUserId, derived, Absence.FAIL) : id;
    }

    boolean isUsers(TableId legacyTable) {
        return mapping.accounts()
                .map(Mapping.Accounts::table)
                .filter(legacyTable::equals)
                .isPresent();
    }

    TableId tenants() {
        return mapping.tenant().orElseThrow().table();
    }

    private TableId users() {
        return mapping.accounts().orElseThrow().table();
    }

    Object tenantOf(TableId legacyTable, String legacyId, @Nullable Object otherwise, Absence absence) {
        Object id = id(legacyTable, legacyId);
        if (id instanceof Refusal || paths.isTenantTable(legacyTable)) {
            return id;
        }
        Way way = known(ways, legacyTable);
        return new Lookup(way.table(), way.column(), Key.of(way.key(), id), otherwise, absence);
    }

    private static <V> V known(Map<TableId, V> values, TableId table) {
        return Objects.requireNonNull(values.get(table), () -> "the check let " + table + " pass");
    }
}
