package io.crosswalk.operations.draft.legacy;

import io.crosswalk.pipeline.TableId;
import io.crosswalk.postgres.Catalog;
import io.crosswalk.postgres.CatalogTable;
import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
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
    private final Map<TableId, Traits> traits = new HashMap<>();

    private LegacySchemaReader() {}

    /** What the shared catalog does not tell. */
    private record Traits(
            boolean unlogged,
            boolean partitioned,
            boolean inheritance,
            @Nullable String extension) {}

    /**
     * Reads everything.
     *
     * @param ours tables that are not legacy although they are in this database: those that a mapping writes
     */
    public static LegacySchema read(Connection connection, Set<TableId> ours) throws SQLException {
        return new LegacySchemaReader().run(connection, ours);
    }

    private LegacySchema run(Connection connection, Set<TableId> ours) throws SQLException {
        readTraits(connection);
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

    private void readTraits(Connection connection) throws SQLException {
        String sql = """
                SELECT n.nspname, c.relname, c.relpersistence = 'u', c.relkind = 'p',
                       EXISTS (SELECT FROM pg_inherits i WHERE i.inhparent = c.oid OR i.inhrelid = c.oid),
                       (SELECT e.extname FROM pg_depend d JOIN pg_extension e ON e.oid = d.refobjid
                        WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e'
                          AND d.refclassid = 'pg_extension'::regclass)
                FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relpersistence <> 't'
                  AND n.nspname NOT IN ('information_schema', 'crosswalk') AND n.nspname !~ '^pg_'""";
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                traits.put(
                        new TableId(rows.getString(1), rows.getString(2)),
                        new Traits(
                                rows.getBoolean(3),
                                rows.getBoolean(4),
                                rows.getBoolean(5) && !rows.getBoolean(4),
                                rows.getString(6)));
            }
        }
    }

    private boolean isOfTheApplication(TableId id) {
        Traits own = traits.get(id);
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
        Traits own = traits.get(table.id());
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
