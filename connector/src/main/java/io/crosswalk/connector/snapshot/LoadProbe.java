package io.crosswalk.connector.snapshot;

import io.crosswalk.postgres.DatabaseAddress;
import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * Asks the source how busy it is: two of its statistics views, no table. Opens its connection when first needed and again after a failure.
 * One thread at a time. A role that may not see other sessions sees none that work.
 */
public final class LoadProbe implements AutoCloseable {

    /**
     * The source at one moment.
     *
     * @param activeSessions client sessions of this database that work or did within the last second, because most statements are over
     *     when somebody looks; sessions of Crosswalk's left out
     * @param replicaLag the largest {@code replay_lag} of other replicas; zero without any
     */
    public record Load(int activeSessions, Duration replicaLag) {}

    private static final String LOAD = """
            SELECT (SELECT count(*) FROM pg_stat_activity
                    WHERE (state = 'active' OR state_change > clock_timestamp() - interval '1 second') AND backend_type = 'client backend' AND datname = current_database()
                      AND application_name NOT LIKE 'crosswalk%' AND pid <> pg_backend_pid()),
                   (SELECT coalesce(extract(epoch FROM max(r.replay_lag)) * 1000, 0)::bigint FROM pg_stat_replication r
                    WHERE r.application_name NOT LIKE 'crosswalk%' AND r.application_name NOT LIKE 'Debezium%')""";

    private final DatabaseAddress address;
    private @Nullable Connection connection;

    public LoadProbe(DatabaseAddress address) {
        this.address = address;
    }

    public Load look() throws SQLException {
        Connection open = connection;
        if (open == null) {
            open = address.connectCautiously("crosswalk throttle");
            connection = open;
        }
        try (Statement statement = open.createStatement()) {
            statement.setQueryTimeout(5);
            try (ResultSet row = statement.executeQuery(LOAD)) {
                row.next();
                return new Load(row.getInt(1), Duration.ofMillis(row.getLong(2)));
            }
        } catch (SQLException e) {
            close();
            throw e;
        }
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
