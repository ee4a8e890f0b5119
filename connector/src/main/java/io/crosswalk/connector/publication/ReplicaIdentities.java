package io.crosswalk.connector.publication;

import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.table.SourceTable;
import io.crosswalk.postgres.Identifiers;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** How the relations of a table name their rows in the WAL (PostgreSQL manual, ALTER TABLE, "REPLICA IDENTITY"). */
public final class ReplicaIdentities {

    /**
     * One relation that holds rows: the table itself, or a leaf of a partitioned one (the identity of the root counts for nothing).
     *
     * @param letter {@code pg_class.relreplident}
     * @param columns the columns that the WAL carries for updates and deletes; empty for FULL and for none
     */
    public record Identity(TableId relation, boolean partition, String letter, Set<String> columns) {

        public boolean isFull() {
            return letter.equals("f");
        }

        /** True when updates and deletes are allowed and carry at least the key. */
        public boolean carries(SourceTable table) {
            return isFull()
                    || table.key().size() > 0 && columns.equals(table.key().asSet());
        }
    }

    private ReplicaIdentities() {}

    public static List<Identity> of(Connection connection, TableId table) throws SQLException {
        String sql = """
                SELECT n.nspname, c.relname, c.relispartition, c.relreplident,
                       ARRAY(SELECT a.attname::text FROM pg_index i
                             CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS k (number, place)
                             JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.number
                             WHERE i.indrelid = c.oid AND i.indisvalid AND i.indimmediate AND k.place <= i.indnkeyatts
                               AND CASE c.relreplident WHEN 'd' THEN i.indisprimary WHEN 'i' THEN i.indisreplident ELSE false END)
                FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE c.relkind = 'r' AND (c.oid = ?::regclass
                      OR c.oid IN (SELECT relid FROM pg_partition_tree(?::regclass) WHERE isleaf))
                ORDER BY c.oid""";
        List<Identity> identities = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, Identifiers.quote(table));
            statement.setString(2, Identifiers.quote(table));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    identities.add(new Identity(
                            new TableId(rows.getString(1), rows.getString(2)),
                            rows.getBoolean(3),
                            rows.getString(4),
                            new HashSet<>(List.of((String[]) rows.getArray(5).getArray()))));
                }
            }
        }
        return identities;
    }
}
