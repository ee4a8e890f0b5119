package io.crosswalk.operations.check.server;

import io.crosswalk.operations.check.Finding;
import io.crosswalk.operations.check.Inspection;
import io.crosswalk.operations.check.Query;
import io.crosswalk.operations.check.Surroundings;
import io.crosswalk.postgres.Identifiers;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Transactions of the source that are open for long. A slot is consistent only when every transaction that was open at its creation has
 * ended, whatever database it is in, so one of them holds the start of the migration.
 */
public final class HeldTransactions implements Inspection {

    private static final int MOST_SHOWN = 20;

    @Override
    public String subject() {
        return "long transactions on the source";
    }

    @Override
    public List<Finding> inspect(Surroundings surroundings) throws SQLException {
        Connection source = surroundings.source().connection();
        double seconds = surroundings.settings().longTransaction().toMillis() / 1000.0;
        List<Finding> findings = new ArrayList<>(running(source, seconds));
        findings.addAll(prepared(source));
        return findings;
    }

    // Never the text of the statement: it holds values.
    private static List<Finding> running(Connection source, double seconds) throws SQLException {
        String sql = """
                SELECT pid, coalesce(usename, 'unknown'), coalesce(nullif(application_name, ''), 'no name'), state,
                       date_trunc('second', clock_timestamp() - xact_start)::text
                FROM pg_stat_activity
                WHERE backend_xid IS NOT NULL AND pid <> pg_backend_pid()
                  AND clock_timestamp() - xact_start >= make_interval(secs => ?)
                ORDER BY xact_start LIMIT """ + " " + MOST_SHOWN;
        return Query.of(sql, seconds)
                .list(
                        source,
                        row -> Finding.warning(
                                "source",
                                "process " + row.getInt(1) + " of " + row.getString(2) + " (" + row.getString(3)
                                        + ") has a transaction open for " + row.getString(5) + ", " + row.getString(4),
                                "the replication slot cannot be created before it ends",
                                "SELECT pg_terminate_backend(" + row.getInt(1) + "); -- after asking its owner"));
    }

    private static List<Finding> prepared(Connection source) throws SQLException {
        String sql =
                "SELECT gid, database, date_trunc('second', clock_timestamp() - prepared)::text FROM pg_prepared_xacts"
                        + " ORDER BY prepared LIMIT " + MOST_SHOWN;
        return Query.of(sql)
                .list(
                        source,
                        row -> Finding.blocker(
                                "source",
                                "prepared transaction " + Identifiers.literal(row.getString(1)) + " in database "
                                        + row.getString(2) + " waits since " + row.getString(3),
                                "the replication slot cannot be created before it ends, and nothing ends it by itself",
                                "ROLLBACK PREPARED " + Identifiers.literal(row.getString(1))
                                        + "; -- or COMMIT PREPARED, in that database, after asking its owner"));
    }
}
