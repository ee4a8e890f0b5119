package io.crosswalk.operations.check;

import io.crosswalk.postgres.Catalog;
import io.crosswalk.postgres.DatabaseAddress;
import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;

/**
 * One of the two databases: a session that cannot write and waits for nobody, opened when first needed and again when it was lost, and
 * the catalog of the mapped schemas. Belongs to one thread.
 */
public final class Side implements AutoCloseable {

    private final String label;
    private final DatabaseAddress address;
    private final Set<String> schemas;
    private final Duration patience;
    private @Nullable Connection connection;
    private @Nullable Catalog catalog;
    private @Nullable UnreachableException unreachable;
    private boolean reached;

    Side(String label, DatabaseAddress address, Set<String> schemas, Duration patience) {
        this.label = label;
        this.address = address;
        this.schemas = Set.copyOf(schemas);
        this.patience = patience;
    }

    /** {@code source} or {@code target}. */
    public String label() {
        return label;
    }

    public DatabaseAddress address() {
        return address;
    }

    /** The mapped schemas of this side. */
    public Set<String> schemas() {
        return schemas;
    }

    /** A session in auto-commit mode, read-only, with short timeouts. The caller does not close it. */
    public Connection connection() throws SQLException {
        if (unreachable != null) {
            throw unreachable;
        }
        Connection open = connection;
        if (open == null || open.isClosed()) {
            open = open();
            connection = open;
        }
        return open;
    }

    private Connection open() throws SQLException {
        Connection fresh;
        try {
            fresh = address.connect("crosswalk check");
        } catch (SQLException e) {
            if (reached) {
                throw e;
            }
            unreachable = new UnreachableException(e);
            throw unreachable;
        }
        try (Statement statement = fresh.createStatement()) {
            statement.execute("SET default_transaction_read_only = on; SET statement_timeout = " + patience.toMillis()
                    + "; SET lock_timeout = " + Math.min(patience.toMillis(), CheckSettings.LOCK_PATIENCE.toMillis()));
        } catch (SQLException e) {
            fresh.close();
            throw e;
        }
        reached = true;
        return fresh;
    }

    /** The ordinary and partitioned tables of the mapped schemas. */
    public Catalog catalog() throws SQLException {
        Catalog read = catalog;
        if (read == null) {
            read = Catalog.read(connection(), schemas);
            catalog = read;
        }
        return read;
    }

    public int version() throws SQLException {
        return connection().getMetaData().getDatabaseMajorVersion();
    }

    /** The role that this side is connected as. */
    public String role() {
        return address.user();
    }

    @Override
    public void close() throws SQLException {
        Connection open = connection;
        connection = null;
        if (open != null) {
            open.close();
        }
    }
}
