package io.crosswalk.operations.check.server;

import io.crosswalk.operations.check.Finding;
import io.crosswalk.operations.check.Inspection;
import io.crosswalk.operations.check.Query;
import io.crosswalk.operations.check.Side;
import io.crosswalk.operations.check.Surroundings;
import io.crosswalk.postgres.DatabaseAddress;
import org.postgresql.PGConnection;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * Both connections lead to the server and not to a pooler: PgBouncer and Supavisor carry no replication, and in transaction mode no
 * session settings and no advisory locks. A pooler shows by its port, by refusing replication, and by a process id that is not the
 * server's.
 */
public final class DirectConnection implements Inspection {

    /** Transaction mode of Supabase's pooler. */
    private static final int POOLER_PORT = 6543;

    private static final String NO_PERMISSION = "42501";

    @Override
    public String subject() {
        return "direct connections";
    }

    @Override
    public List<Finding> inspect(Surroundings surroundings) throws SQLException {
        List<Finding> findings = new ArrayList<>();
        replication(surroundings.source()).ifPresent(findings::add);
        pooled(surroundings.target()).ifPresent(findings::add);
        return findings;
    }

    private static Optional<Finding> replication(Side source) throws SQLException {
        // A server that does not answer at all is told elsewhere.
        source.connection();
        DatabaseAddress address = source.address();
        Properties properties = address.properties();
        properties.setProperty("replication", "database");
        // The driver would ask for the version by a query that a replication connection cannot take.
        properties.setProperty("assumeMinServerVersion", "10");
        properties.setProperty("preferQueryMode", "simple");
        properties.setProperty("ApplicationName", "crosswalk check");
        properties.putIfAbsent("connectTimeout", "10");
        properties.putIfAbsent("socketTimeout", "20");
        try (Connection connection = DriverManager.getConnection(address.jdbcUrl(), properties);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("IDENTIFY_SYSTEM")) {
            return row.next() ? pooled(source) : Optional.of(refused(source, "it does not identify itself"));
        } catch (SQLException e) {
            // The privileges are told elsewhere, each with its GRANT.
            return NO_PERMISSION.equals(e.getSQLState())
                    ? pooled(source)
                    : Optional.of(refused(source, String.valueOf(e.getMessage())));
        }
    }

    private static Finding refused(Side source, String reason) {
        return Finding.blocker(
                "source",
                "a replication connection to port " + source.address().port() + " is refused: " + reason,
                "changes are read over such a connection, and a pooler carries none",
                "name the server itself in source.url, on Supabase port 5432 of db.<project>.supabase.co; on a server of your own"
                        + " look for a line in pg_hba.conf that lets " + source.role() + " in");
    }

    private static Optional<Finding> pooled(Side side) throws SQLException {
        Connection connection = side.connection();
        boolean port = side.address().port() == POOLER_PORT;
        boolean stranger = connection.unwrap(PGConnection.class).getBackendPID()
                != Query.of("SELECT pg_backend_pid()").number(connection);
        if (!port && !stranger) {
            return Optional.empty();
        }
        String what = port
                ? "port " + POOLER_PORT + " is a pooler in transaction mode"
                : "a pooler answers in place of the server";
        String why =
                "session settings and advisory locks, which keep a second migrator out, do not survive a pooler in transaction mode";
        String mend = "name the server itself in " + side.label() + ".url, usually port 5432";
        return Optional.of(
                port ? Finding.blocker(side.label(), what, why, mend) : Finding.warning(side.label(), what, why, mend));
    }
}
