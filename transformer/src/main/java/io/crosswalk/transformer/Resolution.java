package io.crosswalk.transformer;

import io.crosswalk.pipeline.Columns;
import io.crosswalk.pipeline.IdMappings;
import io.crosswalk.pipeline.Key;
import io.crosswalk.pipeline.Lookup;
import io.crosswalk.pipeline.Lookup.Absence;
import io.crosswalk.pipeline.SourceTable;
import io.crosswalk.pipeline.TableId;
import io.crosswalk.transformer.keys.KeySpace;
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
            spaceByTable.put(id, KeySpace.of(migrationNamespace, mapping.space(id)));
            paths.parent(id).ifPresent(parent -> wayByTable.put(id, Way.of(parent)));
        }
        this.spaces = Map.copyOf(spaceByTable);
        this.ways = Map.copyOf(wayByTable);
    }

    TenantPaths paths() {
        return paths;
    }

    String id(TableId legacyTable, String legacyId) {
        return known(spaces, legacyTable).map(legacyId).id().toString();
    }

    String tenant(String legacyTenantId) {
        return id(mapping.tenant().orElseThrow().table(), legacyTenantId);
    }

    /** The account of a user whose decision has been taken, or has to be waited for. */
    Lookup account(String legacyUserId) {
        return account(legacyUserId, null, Absence.QUARANTINE);
    }

    /** The account of a user in the rows that make the account: when there is none yet, it gets the derived id. */
    Lookup newAccount(String legacyUserId) {
        return account(legacyUserId, id(users(), legacyUserId), Absence.FAIL);
    }

    private Lookup account(String legacyUserId, @Nullable String otherwise, Absence absence) {
        Key key = IdMappings.key(known(spaces, users()).name(), legacyUserId);
        return new Lookup(IdMappings.TABLE, IdMappings.NEW_ID, key, otherwise, absence);
    }

    private TableId users() {
        return mapping.accounts().orElseThrow().table();
    }

    Object tenantOf(TableId legacyTable, String legacyId, @Nullable Object otherwise) {
        String id = id(legacyTable, legacyId);
        if (paths.isTenantTable(legacyTable)) {
            return id;
        }
        Way way = known(ways, legacyTable);
        return new Lookup(way.table(), way.column(), Key.of(way.key(), id), otherwise, Absence.QUARANTINE);
    }

    private static <V> V known(Map<TableId, V> values, TableId table) {
        return Objects.requireNonNull(values.get(table), () -> "the check let " + table + " pass");
    }
}
