package io.crosswalk.sink.ledger;

import io.crosswalk.sink.rows.Tally;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * How many of the newest rows were refused: counted in the transaction that writes or sets them aside, so that no crash forgets it. Only
 * {@link Ledger#advance} and the loader of a chunk count.
 *
 * @param rows written or refused
 * @param refused of these
 */
public record RefusalCount(long rows, long refused) {

    /** To be set in the migration's row; takes rows, refused. */
    static final String SQL = """
            former_rows = CASE WHEN newest_rows < counted_of THEN former_rows ELSE newest_rows END,
            former_refused = CASE WHEN newest_rows < counted_of THEN former_refused ELSE newest_refused END,
            newest_rows = CASE WHEN newest_rows < counted_of THEN newest_rows ELSE 0 END + ?,
            newest_refused = CASE WHEN newest_rows < counted_of THEN newest_refused ELSE 0 END + ?""";

    public static RefusalCount of(Tally tally) {
        return new RefusalCount(tally.written() + tally.refused(), tally.refused());
    }

    /** Counts rows that move no position. */
    public void add(Connection connection, String name) throws SQLException {
        if (rows == 0) {
            return;
        }
        try (PreparedStatement statement =
                connection.prepareStatement("UPDATE crosswalk.ledger SET " + SQL + " WHERE name = ?")) {
            statement.setLong(1, rows);
            statement.setLong(2, refused);
            statement.setString(3, name);
            statement.executeUpdate();
        }
    }
}
