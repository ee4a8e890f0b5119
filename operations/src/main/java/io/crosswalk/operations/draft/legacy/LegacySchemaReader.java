package io.crosswalk.operations.draft.legacy;

import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.postgres.Catalog;
import io.crosswalk.postgres.CatalogTable;
import io.crosswalk.postgres.structure.TableTraits;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Reads a {@link LegacySchema} from the catalog: every schema that is not the server's, an extension's or our own. Only reads. */
public final class LegacySchemaReader {

    private static final String PUBLIC = "public";

    /** What Supabase keeps in a database besides the application's tables. */
    private static final Set<String> SUPABASE = Set.of(
            "_analytics",
            "_realtime",
            "auth",
            "cron",
            "extensions",
            "graphql",
            "graphql_public",
            "net",
            "pgbouncer",
            "pgsodium",
            "pgsodium_masks",
            "realtime",
            "storage",
            "supabase_functions",
            "supabase_migrations",
            "vault");

    private static final TableId AUTH_USERS = new TableId("auth", "users");

    private final Map<TableId, String> leftBehind = new HashMap<>();
    private final Map<TableId, List<String>> remarks = new HashMap<>();
    private final List<String> unseen = new ArrayList<>();
    private final Map<TableId, TableTraits> traits;

    private LegacySchemaReader(Map<TableId, TableTraits> traits) {
        this.traits = traits;
    }

    /**
     * Reads everything.
     *
     * @param ours tables that are not legacy although they are in this database: those that a mapping writes
     */
    public static LegacySchema read(Connection connection, Set<TableId> ours) throws SQLException {
        return new LegacySchemaReader(TableTraits.read(connection)).run(connection, ours);
    }

    private LegacySchema run(Connection connection, Set<TableId> ours) throws SQLException {
        Set<String> schemas =
                traits.keySet().stream().map(TableId::schema).collect(Collectors.toCollection(TreeSet::new));
        Catalog catalog = Catalog.read(connection, schemas);
        boolean supabase = catalog.table(AUTH_USERS)
                .filter(users -> users.column("instance_id").isPresent())
                .isPresent();
        if (supabase) {
            unseen.add("Supabase's own schemas (auth, storage and the like) were left out.");
        }
        SortedMap<TableId, CatalogTable> tables = new TreeMap<>();
        catalog.tables().forEach((id, table) -> {
            boolean foreign = supabase && SUPABASE.contains(id.schema());
            if (!foreign && !ours.contains(id) && isOfTheApplication(id)) {
                tables.put(id, table);
                judge(table);
            }
        });
        return new LegacySchema(defaultSchema(tables.keySet()), tables, leftBehind, remarks, unseen);
    }

    private boolean isOfTheApplication(TableId id) {
        TableTraits own = traits.get(id);
        if (own == null) {
            return false;
        }
        if (own.extension() != null) {
            unseen.add("Table " + id + " belongs to the extension " + own.extension() + ".");
            return false;
        }
        if (id.schema().indexOf('.') >= 0) {
            unseen.add("Table " + id + " cannot be named in a mapping: its schema's name holds a dot.");
            return false;
        }
        return true;
    }

    private void judge(CatalogTable table) {
        TableTraits own = traits.get(table.id());
        if (own == null) {
            return;
        }
        String reason = LeftBehind.reason(table, own.unlogged());
        if (reason != null) {
            leftBehind.put(table.id(), reason);
            return;
        }
        List<String> notes = new ArrayList<>();
        if (own.partitioned()) {
            notes.add("Partitioned: its rows are migrated into one table.");
        }
        if (own.inheritance()) {
            notes.add("It takes part in table inheritance: check that its rows are not those of its children.");
        }
        ReplicaIdentityRemark.of(table, own.partitioned()).ifPresent(notes::add);
        remarks.put(table.id(), List.copyOf(notes));
    }

    /** public, when it holds tables; else the schema with most of them. */
    private static String defaultSchema(Set<TableId> tables) {
        Map<String, Long> counts =
                tables.stream().collect(Collectors.groupingBy(TableId::schema, TreeMap::new, Collectors.counting()));
        return counts.containsKey(PUBLIC)
                ? PUBLIC
                : counts.entrySet().stream()
                        .max(Map.Entry.<String, Long>comparingByValue()
                                .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
                        .map(Map.Entry::getKey)
                        .orElse(PUBLIC);
    }
}
