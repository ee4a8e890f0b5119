package io.crosswalk.testbed.server;

import org.postgresql.Driver;
import org.postgresql.PGProperty;

import java.sql.SQLException;
import java.util.Properties;

/**
 * A PostgreSQL server that somebody else runs, reached with a superuser's JDBC URL that carries user and password. Other
 * URL parameters are not kept. Closing it leaves the server alone. Safe for any thread.
 */
public final class ExternalServer implements PostgresServer {

    private final Administration administration;
    private final int majorVersion;

    public ExternalServer(String superuserJdbcUrl) throws SQLException {
        Properties parsed = Driver.parseURL(superuserJdbcUrl, new Properties());
        if (parsed == null) {
            // The URL may hold a password, so it stays out of the message.
            throw new IllegalArgumentException("CROSSWALK_TEST_URL is not a jdbc:postgresql: URL");
        }
        this.administration = new Administration(new Database(
                valueOf(PGProperty.PG_HOST, parsed, "127.0.0.1"),
                Integer.parseInt(valueOf(PGProperty.PG_PORT, parsed, "5432")),
                valueOf(PGProperty.PG_DBNAME, parsed, "postgres"),
                valueOf(PGProperty.USER, parsed, "postgres"),
                valueOf(PGProperty.PASSWORD, parsed, "")));
        this.majorVersion = administration.majorVersion();
    }

    private static String valueOf(PGProperty property, Properties parsed, String otherwise) {
        String value = property.getOrDefault(parsed);
        return value == null ? otherwise : value;
    }

    @Override
    public Database createDatabase(String prefix) throws SQLException {
        return administration.createDatabase(prefix);
    }

    @Override
    public void dropDatabase(Database database) throws SQLException {
        administration.dropDatabase(database);
    }

    @Override
    public int majorVersion() {
        return majorVersion;
    }

    @Override
    public void close() {}
}
