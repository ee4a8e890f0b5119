package io.crosswalk.testbed.server;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/**
 * One database and the superuser that may do everything in it. Neither URL carries the password, nor does
 * {@link #toString()}. Immutable, safe for any thread.
 */
public record Database(String host, int port, String name, String user, String password) {

    /** The URL for pgjdbc, without user and password. */
    public String jdbcUrl() {
        return "jdbc:postgresql://" + host + ":" + port + "/" + name;
    }

    /** The URL as libpq writes it, with the user and without the password. */
    public String libpqUrl() {
        return "postgresql://" + user + "@" + host + ":" + port + "/" + name;
    }

    /** Opens a connection, which the caller closes. */
    public Connection connect() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        return DriverManager.getConnection(jdbcUrl(), properties);
    }

    /** The same server and user, another database. */
    Database named(String other) {
        return new Database(host, port, other, user, password);
    }

    @Override
    public String toString() {
        return libpqUrl();
    }
}
