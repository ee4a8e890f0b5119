package io.crosswalk.sink.ledger;

import io.crosswalk.pipeline.Failpoint;
import io.crosswalk.pipeline.table.IdMappings;
import io.crosswalk.postgres.CatalogTable;
import io.crosswalk.postgres.CatalogTable.Column;
import io.crosswalk.postgres.CatalogTable.ReplicaIdentity;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The schema {@code crosswalk} in the target: ledger, chunks, id mappings, quarantine and the key functions. */
public final class ControlSchema {

    /** Version of the control tables; a ledger of a newer version is refused. */
    public static final int VERSION = 2;

    // Two migrators that start at once must not create the same schema twice: DDL is not safe against itself.
    private static final long INSTALL_LOCK = 0x6372_6f73_7377_616cL;

    private static final Pattern TABLE = Pattern.compile("CREATE TABLE IF NOT EXISTS crosswalk\\.(\\w+)");
    private static final Pattern FUNCTION =
            Pattern.compile("CREATE OR REPLACE FUNCTION crosswalk\\.(\\w+)\\(([^)]*)\\)");

    private ControlSchema() {}

    /** Creates what is missing, in one transaction. The connection must not be in a transaction. */
    public static void install(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            lock(connection);
            statement.execute(script());
            Failpoint.CONTROL_SCHEMA_WRITTEN.reached();
            connection.commit();
            Failpoint.CONTROL_SCHEMA_INSTALLED.reached();
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    /** Lets nobody else create or drop control tables until the transaction ends. */
    public static void lock(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_advisory_xact_lock(" + INSTALL_LOCK + ")");
        }
    }

    /** Everything as one SQL script that may run over itself; it opens and closes no transaction. */
    public static String script() {
        return resource("control.sql") + System.lineSeparator() + resource("keys.sql");
    }

    /** The names of the tables that the script creates, in its order. */
    public static List<String> tables() {
        return TABLE.matcher(script()).results().map(table -> table.group(1)).toList();
    }

    /** The functions that the script creates, with the types of their arguments, in its order: {@code uuid_of(text)}. */
    public static List<String> functions() {
        return FUNCTION.matcher(script())
                .results()
                .map(function -> function.group(1) + "("
                        + Arrays.stream(function.group(2).split(","))
                                .map(argument -> argument.strip().replaceFirst("^\\S+\\s+", ""))
                                .collect(Collectors.joining(", "))
                        + ")")
                .toList();
    }

    /** The catalog entry of {@code crosswalk.id_mappings}, which look-ups ask: known before it exists. */
    public static CatalogTable idMappings() {
        List<Column> columns = List.of(
                new Column("table_name", "text", "text", true, false, false, null),
                new Column("old_id", "text", "text", true, false, false, null),
                new Column(IdMappings.NEW_ID, "uuid", "uuid", true, false, false, null));
        return new CatalogTable(
                IdMappings.TABLE,
                columns,
                IdMappings.KEY.names(),
                ReplicaIdentity.DEFAULT,
                List.of(),
                List.of(),
                -1,
                0);
    }

    private static String resource(String name) {
        try (InputStream stream = ControlSchema.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("resource " + name + " is missing from the sink's jar");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
