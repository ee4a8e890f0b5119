package io.crosswalk.postgres.structure;

import io.crosswalk.pipeline.row.TableId;
import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;

/**
 * What kind of table a table is.
 *
 * @param unlogged whether its changes are left out of the WAL
 * @param partitioned whether it is the root of partitions
 * @param inheritance whether it inherits, or others inherit from it; partitions do not count
 * @param extension the extension that it belongs to; null for a table of the application
 */
public record TableTraits(
        boolean unlogged,
        boolean partitioned,
        boolean inheritance,
        @Nullable String extension) {

    /** The ordinary and partitioned tables of every schema but the server's and Crosswalk's; no partitions, nothing temporary. */
    public static Map<TableId, TableTraits> read(Connection connection) throws SQLException {
        String sql = """
                SELECT n.nspname, c.relname, c.relpersistence = 'u', c.relkind = 'p',
                       EXISTS (SELECT FROM pg_inherits i WHERE i.inhparent = c.oid OR i.inhrelid = c.oid),
                       (SELECT e.extname FROM pg_depend d JOIN pg_extension e ON e.oid = d.refobjid
                        WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e'
                          AND d.refclassid = 'pg_extension'::regclass)
                FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relpersistence <> 't'
                  AND n.nspname NOT IN ('information_schema', 'crosswalk') AND n.nspname !~ '^pg_'""";
        Map<TableId, TableTraits> traits = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                traits.put(
                        new TableId(rows.getString(1), rows.getString(2)),
                        new TableTraits(
                                rows.getBoolean(3),
                                rows.getBoolean(4),
                                rows.getBoolean(5) && !rows.getBoolean(4),
                                rows.getString(6)));
            }
        }
        return traits;
    }
}
