package io.crosswalk.connector.publication;

import io.crosswalk.connector.SourceSettings;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.table.SourceTable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A publication as the catalog describes it (PostgreSQL manual, 53.42 "pg_publication").
 *
 * @param everything it publishes all tables, or all tables of a schema
 * @param complete it publishes every operation, through partition roots
 * @param tables the tables it names
 * @param narrowed those of them of which it publishes only some rows or columns
 */
public record Publication(boolean everything, boolean complete, Set<TableId> tables, Set<TableId> narrowed) {

    private static final int ROW_FILTERS_SINCE = 15;

    public static Optional<Publication> read(Connection connection, String name) throws SQLException {
        boolean filters = connection.getMetaData().getDatabaseMajorVersion() >= ROW_FILTERS_SINCE;
        String sql = "SELECT puballtables"
                + (filters ? " OR EXISTS (SELECT FROM pg_publication_namespace WHERE pnpubid = p.oid)" : "")
                + ", pubinsert AND pubupdate AND pubdelete AND pubtruncate AND pubviaroot"
                + " FROM pg_publication p WHERE pubname = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, name);
            try (ResultSet rows = statement.executeQuery()) {
                if (!rows.next()) {
                    return Optional.empty();
                }
                Set<TableId> tables = new TreeSet<>();
                Set<TableId> narrowed = new TreeSet<>();
                readTables(connection, name, filters, tables, narrowed);
                return Optional.of(new Publication(rows.getBoolean(1), rows.getBoolean(2), tables, narrowed));
            }
        }
    }

    /** What ours has to name: the mapped tables and our own. */
    public static Set<TableId> wanted(SourceSettings settings) {
        Set<TableId> tables =
                new TreeSet<>(settings.tables().stream().map(SourceTable::id).toList());
        tables.add(SourceSettings.HEARTBEAT);
        return tables;
    }

    private static void readTables(
            Connection connection, String name, boolean filters, Set<TableId> tables, Set<TableId> narrowed)
            throws SQLException {
        String sql = "SELECT n.nspname, c.relname, "
                + (filters ? "r.prqual IS NOT NULL OR r.prattrs IS NOT NULL" : "false")
                + " FROM pg_publication p JOIN pg_publication_rel r ON r.prpubid = p.oid"
                + " JOIN pg_class c ON c.oid = r.prrelid JOIN pg_namespace n ON n.oid = c.relnamespace"
                + " WHERE p.pubname = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, name);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    TableId table = new TableId(rows.getString(1), rows.getString(2));
                    tables.add(table);
                    if (rows.getBoolean(3)) {
                        narrowed.add(table);
                    }
                }
            }
        }
    }
}
