package io.crosswalk.postgres;

import org.jspecify.annotations.Nullable;
import org.postgresql.PGProperty;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a database is and who connects: host, port, database, user, password and connection parameters. Its text never shows the
 * password.
 *
 * @param parameters pgjdbc connection parameters such as {@code sslmode}, {@code sslrootcert}
 */
public record DatabaseAddress(
        String host,
        int port,
        String database,
        String user,
        @Nullable String password,
        Map<String, String> parameters) {

    private static final int DEFAULT_PORT = 5432;
    private static final Duration LOOK_AFTER = Duration.ofSeconds(15);
    private static final String SHORT_ANSWER_SECONDS = "30";
    // Not java.net.URI's idea of a host: it refuses underscores, which the names of containers have.
    private static final Pattern HOST_AND_PORT =
            Pattern.compile("(?:\\[(?<v6>[0-9a-fA-F:.%]+)]|(?<name>[\\p{Alnum}._-]+))(?::(?<port>[0-9]*))?");

    public DatabaseAddress {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(database, "database");
        Objects.requireNonNull(user, "user");
        parameters = Map.copyOf(parameters);
    }

    /**
     * Reads a JDBC URL ({@code jdbc:postgresql://host:port/database?user=..&sslmode=..}) or a libpq URL
     * ({@code postgresql://user:password@host:port/database?sslmode=..}; PostgreSQL manual, 34.1.1.2).
     *
     * @param user overrides the URL's user when not null
     * @param password overrides the URL's password when not null
     * @throws IllegalArgumentException when the text is neither; the message never repeats the URL's password
     */
    public static DatabaseAddress parse(String url, @Nullable String user, @Nullable String password) {
        String plain = url.startsWith("jdbc:") ? url.substring("jdbc:".length()) : url;
        if (!plain.startsWith("postgresql://") && !plain.startsWith("postgres://")) {
            throw new IllegalArgumentException("a database URL starts with jdbc:postgresql:// or postgresql://");
        }
        URI uri = uri(plain);
        String authority = uri.getRawAuthority() == null ? "" : uri.getRawAuthority();
        int at = authority.lastIndexOf('@');
        Matcher hostAndPort = HOST_AND_PORT.matcher(authority.substring(at + 1));
        if (!hostAndPort.matches() || authority.indexOf('@') != at) {
            throw new IllegalArgumentException(
                    "the database URL names no single host; write postgresql://host:5432/database");
        }
        Map<String, String> parameters = parameters(uri.getRawQuery());
        String[] userInfo = at < 0 ? new String[0] : authority.substring(0, at).split(":", 2);
        String urlUser = userInfo.length > 0 ? decode(userInfo[0]) : parameters.get("user");
        String urlPassword = userInfo.length > 1 ? decode(userInfo[1]) : parameters.get("password");
        parameters.remove("user");
        parameters.remove("password");
        parameters.keySet().forEach(DatabaseAddress::requireKnown);
        String effectiveUser = user != null ? user : urlUser;
        if (effectiveUser == null || effectiveUser.isEmpty()) {
            throw new IllegalArgumentException(
                    "no user: name one in the URL (postgresql://user@host/database) or as user:");
        }
        String path = uri.getPath() == null ? "" : uri.getPath();
        String database = path.length() > 1 ? path.substring(1) : effectiveUser;
        String portText = hostAndPort.group("port");
        int port = portText == null || portText.isEmpty() ? DEFAULT_PORT : port(portText);
        String host = hostAndPort.group("v6") != null ? hostAndPort.group("v6") : hostAndPort.group("name");
        return new DatabaseAddress(
                host, port, database, effectiveUser, password != null ? password : urlPassword, parameters);
    }

    // A parameter that nobody knows is one that nobody obeys: sslmod=require would mean no encryption.
    private static void requireKnown(String parameter) {
        if (PGProperty.forName(parameter) == null) {
            throw new IllegalArgumentException("the database URL has an unknown parameter \"" + parameter
                    + "\": use the names of pgjdbc, for example sslmode, sslrootcert, connectTimeout");
        }
    }

    private static int port(String text) {
        int port = text.length() > 5 ? Integer.MAX_VALUE : Integer.parseInt(text);
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("the port of the database URL is not between 1 and 65535");
        }
        return port;
    }

    private static URI uri(String plain) {
        try {
            return new URI(plain);
        } catch (URISyntaxException e) {
            // The exception's own message repeats the URL, and with it perhaps a password.
            throw new IllegalArgumentException("the database URL is malformed near character " + e.getIndex()
                    + " (special characters in user or password are written as %xx)");
        }
    }

    private static Map<String, String> parameters(@Nullable String query) {
        Map<String, String> parameters = new TreeMap<>();
        if (query != null && !query.isEmpty()) {
            for (String pair : query.split("&")) {
                int equals = pair.indexOf('=');
                if (equals < 1) {
                    throw new IllegalArgumentException(
                            "a parameter of the database URL has no value; write name=value");
                }
                parameters.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
            }
        }
        return parameters;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** The JDBC URL without user and password. */
    public String jdbcUrl() {
        String bracketed = host.contains(":") ? "[" + host + "]" : host;
        return "jdbc:postgresql://" + bracketed + ":" + port + "/"
                + database.replace("%", "%25")
                        .replace("?", "%3F")
                        .replace("/", "%2F")
                        .replace("+", "%2B");
    }

    /** Everything a driver wants besides the URL. */
    public Properties properties() {
        Properties properties = new Properties();
        properties.putAll(parameters);
        properties.setProperty("user", user);
        if (password != null) {
            properties.setProperty("password", password);
        }
        return properties;
    }

    /**
     * Like {@link #connect}, for questions to a database that serves an application: no statement waits longer than 2 seconds for a lock,
     * where others would queue behind it, or works longer than 2 minutes.
     */
    public Connection connectCautiously(String applicationName) throws SQLException {
        Connection connection = connect(applicationName);
        try (var statement = connection.createStatement()) {
            statement.execute("SET lock_timeout = '2s'; SET statement_timeout = '2min'");
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
        return connection;
    }

    /**
     * Opens a connection whose values have one text form, whatever the server's or the role's defaults are. A statement may take as long
     * as it likes; a {@link Lifeline} breaks the connection when the server has lost it.
     *
     * @param applicationName shown in pg_stat_activity
     * @throws SQLException when the server refuses or cannot be reached
     */
    public Connection connect(String applicationName) throws SQLException {
        return connect(applicationName, LOOK_AFTER);
    }

    /** The same, for a test that cannot wait. */
    Connection connect(String applicationName, Duration lookAfter) throws SQLException {
        Connection connection = connect(applicationName, Map.of());
        try {
            Lifeline.attach(this, connection, lookAfter);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
        return connection;
    }

    /**
     * Like {@link #connect}, for short questions: an answer that does not come within half a minute is a broken connection. A network
     * that swallows packets would keep the asker waiting for a quarter of an hour.
     */
    public Connection connectBriefly(String applicationName) throws SQLException {
        return connect(applicationName, Map.of("socketTimeout", SHORT_ANSWER_SECONDS));
    }

    private Connection connect(String applicationName, Map<String, String> defaults) throws SQLException {
        Properties properties = properties();
        defaults.forEach(properties::putIfAbsent);
        properties.setProperty("ApplicationName", applicationName);
        properties.putIfAbsent("connectTimeout", "10");
        properties.putIfAbsent("tcpKeepAlive", "true");
        properties.putIfAbsent("socketFactory", LingeringSockets.class.getName());
        Connection connection = open(properties);
        try {
            SessionLimits.lift(connection);
            TextForm.enter(connection);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
        return connection;
    }

    private Connection open(Properties properties) throws SQLException {
        try {
            return DriverManager.getConnection(jdbcUrl(), properties);
        } catch (SQLException e) {
            throw new SQLNonTransientConnectionException(
                    "cannot connect to " + this + ": " + e.getMessage(), e.getSQLState(), e);
        }
    }

    /** {@code user@host:port/database}. */
    @Override
    public String toString() {
        return user + "@" + host + ":" + port + "/" + database;
    }
}
