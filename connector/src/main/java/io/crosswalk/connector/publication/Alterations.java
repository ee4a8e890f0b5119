package io.crosswalk.connector.publication;

import io.crosswalk.connector.publication.PublicationTrace.Relation;
import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What lies between two looks at a publication, in words. One thread. */
final class Alterations {

    private final Connection connection;
    private final PublicationTrace before;
    private final PublicationTrace now;
    private final List<String> found = new ArrayList<>();

    Alterations(Connection connection, PublicationTrace before, PublicationTrace now) {
        this.connection = connection;
        this.before = before;
        this.now = now;
    }

    List<String> list() throws SQLException {
        if (!before.publication().equals(now.publication())) {
            found.add("its options were altered, or it was dropped and created again");
        }
        for (Map.Entry<Long, Long> table : now.tables().entrySet()) {
            Long entry = before.tables().get(table.getKey());
            if (entry == null) {
                found.add("table " + name(table.getKey()) + " is another one than before, or was added");
            } else if (!entry.equals(table.getValue())) {
                found.add("table " + name(table.getKey()) + " was taken out and added again");
            }
        }
        relations();
        return found;
    }

    private void relations() throws SQLException {
        for (Map.Entry<Long, Relation> known : before.relations().entrySet()) {
            Relation left = now.relations().get(known.getKey());
            String root = name(known.getValue().root());
            if (left == null || left.root() != known.getValue().root()) {
                if (root != null) {
                    found.add("a partition of " + root + " was detached or dropped");
                }
            } else if (known.getValue().full() && !left.full()) {
                found.add("the replica identity of " + name(known.getKey()) + " is no longer FULL");
            }
        }
        for (Long unlogged : now.unlogged()) {
            found.add("table " + name(unlogged) + " is unlogged");
        }
        for (Map.Entry<Long, Relation> relation : now.relations().entrySet()) {
            long root = relation.getValue().root();
            boolean isNew = !before.relations().containsKey(relation.getKey());
            if (isNew && before.tables().containsKey(root) && hasUnseenRows(relation.getKey())) {
                found.add(
                        "partition " + name(relation.getKey()) + " was attached to " + name(root) + " with rows in it");
            }
        }
    }

    // A partition made by CREATE TABLE .. PARTITION OF is attached by the transaction that creates it: all its rows are
    // younger. pg_attribute tells who created the table, because ATTACH leaves the system columns alone. Rows of before
    // have older transactions, or are older commands of the same one.
    private boolean hasUnseenRows(long relation) throws SQLException {
        String link = """
                SELECT i.xmin::text, i.cmin::text, i.xmin::text = a.xmin::text, has_table_privilege(?::oid, 'SELECT')
                FROM pg_partition_ancestors(?::oid::regclass) p JOIN pg_inherits i ON i.inhrelid = p.relid
                JOIN pg_attribute a ON a.attrelid = ?::oid AND a.attname = 'tableoid'
                ORDER BY age(i.xmin) LIMIT 1""";
        try (PreparedStatement statement = connection.prepareStatement(link)) {
            for (int i = 1; i <= 3; i++) {
                statement.setLong(i, relation);
            }
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    return false;
                }
                return !row.getBoolean(4)
                        || hasRowsOfBefore(relation, row.getString(1), row.getString(2), row.getBoolean(3));
            }
        }
    }

    private boolean hasRowsOfBefore(long relation, String transaction, String command, boolean createdByIt)
            throws SQLException {
        String same = "r.xmin = ?::xid AND r.cmin::text::bigint < ?::bigint";
        String sql = "SELECT EXISTS (SELECT FROM ONLY " + name(relation) + " r WHERE " + same
                + (createdByIt ? "" : " OR age(r.xmin) > age(?::xid)") + ")";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, transaction);
            statement.setString(2, command);
            if (!createdByIt) {
                statement.setString(3, transaction);
            }
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    /** Quoted, with its schema; null when there is no such relation. */
    private @Nullable String name(long relation) throws SQLException {
        String sql = "SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n"
                + " ON n.oid = c.relnamespace WHERE c.oid = ?::oid";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, relation);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getString(1) : null;
            }
        }
    }
}
