package io.crosswalk.testbed.torture;

import io.crosswalk.testbed.schema.TableName;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;

/** The tables of the torture's own: in a legacy database beside those of the application, and in a target that nobody prepares. */
public final class TortureTables {

    public static final TableName LEFT = TableName.of("TortureLeft");
    public static final TableName RIGHT = TableName.of("TortureRight");
    public static final TableName SEAT = TableName.of("TortureSeat");
    public static final TableName BULK = TableName.of("TortureBulk");
    public static final TableName BULK_LINE = TableName.of("TortureBulkLine");
    public static final TableName HISTORY = TableName.of("TortureHistory");

    /** All of them; the actions of the application leave them alone. */
    public static final Set<TableName> ALL = Set.of(LEFT, RIGHT, SEAT, BULK, BULK_LINE, HISTORY);

    private TortureTables() {}

    /** Creates and fills them in the schema public of a legacy database. */
    public static void createLegacy(Connection connection) throws SQLException {
        run(connection, "legacy.sql");
    }

    /** Creates them, empty, in the schema public of a target. */
    public static void createTarget(Connection connection) throws SQLException {
        run(connection, "target.sql");
    }

    private static void run(Connection connection, String name) throws SQLException {
        try (InputStream in = TortureTables.class.getResourceAsStream("/torture/" + name);
                Statement statement = connection.createStatement()) {
            if (in == null) {
                throw new IllegalStateException("the resource " + name + " is missing");
            }
            statement.execute(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
