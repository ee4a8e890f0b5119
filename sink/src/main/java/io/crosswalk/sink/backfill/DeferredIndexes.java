package io.crosswalk.sink.backfill;

import io.crosswalk.pipeline.Failpoint;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.table.TargetTable;
import io.crosswalk.postgres.Failures;
import io.crosswalk.postgres.Identifiers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/**
 * Takes secondary indexes and foreign keys of empty target tables away for the backfill and builds them again afterwards. What was taken
 * away is written to {@code crosswalk.deferred} in the transaction that drops it, so that a crash loses none. Unique indexes stay: they
 * guard the data. One thread; the connection is in autocommit.
 */
public final class DeferredIndexes {

    private static final Logger LOG = LoggerFactory.getLogger(DeferredIndexes.class);

    private static final String NOT_VALID = " NOT VALID";

    private final String name;

    public DeferredIndexes(String name) {
        this.name = name;
    }

    private record Item(TableId table, String object, String kind, String definition) {
        boolean isIndex() {
            return kind.equals("index");
        }

        boolean mustBeValid() {
            return !isIndex() && !definition.endsWith(NOT_VALID);
        }
    }

    /** Takes away what can be built again, of those tables that hold no row and belong to us. */
    public void takeAway(Connection connection, Collection<TargetTable> tables) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL lock_timeout = '10s'");
            for (TargetTable table : tables) {
                if (isOursAndEmpty(connection, table.id())) {
                    for (Item item : items(connection, table.id())) {
                        remember(connection, item);
                        statement.execute(
                                item.isIndex()
                                        ? "DROP INDEX "
                                                + Identifiers.quote(
                                                        new TableId(table.id().schema(), item.object()))
                                        : "ALTER TABLE " + Identifiers.quote(table.id()) + " DROP CONSTRAINT "
                                                + Identifiers.quote(item.object()));
                    }
                }
            }
            connection.commit();
            Failpoint.INDEXES_TAKEN_AWAY.reached();
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private static boolean isOursAndEmpty(Connection connection, TableId table) throws SQLException {
        // What is taken away must be what may be built again: an index needs CREATE on its schema.
        String owner =
                "SELECT pg_has_role(relowner, 'USAGE') AND has_schema_privilege(relnamespace, 'CREATE') FROM pg_class"
                        + " WHERE oid = ?::regclass";
        try (PreparedStatement statement = connection.prepareStatement(owner)) {
            statement.setString(1, Identifiers.quote(table));
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next() || !row.getBoolean(1)) {
                    return false;
                }
            }
        }
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT EXISTS (SELECT FROM " + Identifiers.quote(table) + ")")) {
            row.next();
            return !row.getBoolean(1);
        }
    }

    private static List<Item> items(Connection connection, TableId table) throws SQLException {
        // Foreign keys first: dropping them never needs an index, and building runs the other way round.
        String sql = """
                SELECT conname, 'foreign key', pg_get_constraintdef(oid) FROM pg_constraint
                WHERE conrelid = ?::regclass AND contype = 'f' AND conparentid = 0
                  -- Before version 18 a partitioned table takes no NOT VALID foreign key: it keeps its own.
                  AND NOT EXISTS (SELECT FROM pg_class p WHERE p.oid = conrelid AND p.relkind = 'p')
                  AND has_table_privilege(confrelid, 'REFERENCES')
                UNION ALL
                SELECT c.relname, 'index', pg_get_indexdef(i.indexrelid) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
                WHERE i.indrelid = ?::regclass AND NOT i.indisunique AND NOT i.indisreplident AND NOT i.indisexclusion
                  AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid)
                  AND c.relkind = 'i' AND NOT c.relispartition""";
        List<Item> items = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, Identifiers.quote(table));
            statement.setString(2, Identifiers.quote(table));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    items.add(new Item(table, rows.getString(1), rows.getString(2), rows.getString(3)));
                }
            }
        }
        return items;
    }

    /**
     * Writes down a foreign key that is yet to be built, in the caller's transaction; one that is written down already stays as it is.
     *
     * @param definition what follows ADD CONSTRAINT and the name
     */
    public void remember(Connection connection, TableId table, String constraint, String definition)
            throws SQLException {
        remember(connection, new Item(table, constraint, "foreign key", definition));
    }

    /** Forgets every foreign key that is written down, in the caller's transaction. */
    public void forgetForeignKeys(Connection connection) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("DELETE FROM crosswalk.deferred WHERE name = ? AND kind = 'foreign key'")) {
            statement.setString(1, name);
            statement.executeUpdate();
        }
    }

    private void remember(Connection connection, Item item) throws SQLException {
        String sql = """
                INSERT INTO crosswalk.deferred (name, table_schema, table_name, object_name, kind, definition)
                VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, name);
            statement.setString(2, item.table().schema());
            statement.setString(3, item.table().name());
            statement.setString(4, item.object());
            statement.setString(5, item.kind());
            statement.setString(6, item.definition());
            statement.executeUpdate();
        }
    }

    /**
     * Builds the indexes again that are written down.
     *
     * @param progress told what is being built
     */
    public void rebuildIndexes(Connection connection, Consumer<String> progress) throws SQLException {
        for (Item item : remembered(connection)) {
            if (item.isIndex()) {
                progress.accept("index " + item.object() + " on " + item.table());
                connection.setAutoCommit(false);
                try (Statement statement = connection.createStatement()) {
                    statement.execute(item.definition());
                    forget(connection, item);
                    connection.commit();
                    Failpoint.INDEX_BUILT.reached();
                } catch (SQLException e) {
                    connection.rollback();
                    throw e;
                } finally {
                    connection.setAutoCommit(true);
                }
            }
        }
    }

    /** True while foreign keys are written down that have to be built again. */
    public boolean hasForeignKeys(Connection connection) throws SQLException {
        return remembered(connection).stream().anyMatch(item -> !item.isIndex());
    }

    /**
     * Builds the foreign keys again that are written down. The target must be consistent: before, a row may refer to one that is yet to
     * come. A foreign key that the data violate stays NOT VALID, guards what comes, stays written down and is tried again next time.
     *
     * @return foreign keys that could not be validated
     */
    public List<String> rebuildForeignKeys(Connection connection, Consumer<String> progress) throws SQLException {
        List<String> violated = new ArrayList<>();
        for (Item item : remembered(connection)) {
            if (item.isIndex()) {
                continue;
            }
            progress.accept("foreign key " + item.object() + " on " + item.table());
            addUnlessThere(connection, item);
            Failpoint.FOREIGN_KEY_ADDED.reached();
            if (!item.mustBeValid() || validate(connection, item)) {
                Failpoint.FOREIGN_KEY_VALIDATED.reached();
                forget(connection, item);
                Failpoint.FOREIGN_KEY_FORGOTTEN.reached();
            } else {
                violated.add(item.object() + " on " + item.table());
            }
        }
        return violated;
    }

    private static void addUnlessThere(Connection connection, Item item) throws SQLException {
        String exists = "SELECT EXISTS (SELECT FROM pg_constraint WHERE conrelid = ?::regclass AND conname = ?)";
        try (PreparedStatement statement = connection.prepareStatement(exists)) {
            statement.setString(1, Identifiers.quote(item.table()));
            statement.setString(2, item.object());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                if (row.getBoolean(1)) {
                    return;
                }
            }
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("ALTER TABLE " + Identifiers.quote(item.table()) + " ADD CONSTRAINT "
                    + Identifiers.quote(item.object()) + " " + item.definition()
                    + (item.mustBeValid() ? NOT_VALID : ""));
        }
    }

    private static boolean validate(Connection connection, Item item) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("ALTER TABLE " + Identifiers.quote(item.table()) + " VALIDATE CONSTRAINT "
                    + Identifiers.quote(item.object()));
            return true;
        } catch (SQLException e) {
            if (Failures.kind(e) != Failures.Kind.DATA) {
                throw e;
            }
            LOG.warn(
                    "foreign key {} on {} stays NOT VALID: {}", item.object(), item.table(), Failures.withoutValues(e));
            return false;
        }
    }

    private List<Item> remembered(Connection connection) throws SQLException {
        List<Item> items = new ArrayList<>();
        String sql = """
                SELECT table_schema, table_name, object_name, kind, definition FROM crosswalk.deferred WHERE name = ?
                ORDER BY kind = 'foreign key', table_schema, table_name, object_name""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, name);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    items.add(new Item(
                            new TableId(rows.getString(1), rows.getString(2)),
                            rows.getString(3),
                            rows.getString(4),
                            rows.getString(5)));
                }
            }
        }
        return items;
    }

    private void forget(Connection connection, Item item) throws SQLException {
        String sql =
                "DELETE FROM crosswalk.deferred WHERE name = ? AND table_schema = ? AND table_name = ? AND object_name = ? AND kind = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, name);
            statement.setString(2, item.table().schema());
            statement.setString(3, item.table().name());
            statement.setString(4, item.object());
            statement.setString(5, item.kind());
            statement.executeUpdate();
        }
    }
}
