package io.crosswalk.testbed.server;

import java.sql.SQLException;

/**
 * A running PostgreSQL server with logical WAL that hands out databases. Safe for several threads, except where an
 * implementation says otherwise. {@link #close()} is idempotent and bounded in time.
 */
public interface PostgresServer extends AutoCloseable {

    /** Creates an empty database whose name starts with the prefix and is used by nobody else. */
    Database createDatabase(String prefix) throws SQLException;

    /** Drops a database with its logical slots, throwing out whoever is still connected. Absent is fine. */
    void dropDatabase(Database database) throws SQLException;

    /** The major version, such as 17. */
    int majorVersion();

    @Override
    void close();
}
