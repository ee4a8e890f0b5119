package io.crosswalk.operations.quarantine;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * How many rows were refused among those that were written or refused. Rows that wait for another row do not count as refused: it may be
 * on its way.
 *
 * @param rows written or refused
 * @param refused of these
 */
public record Refusals(long rows, long refused) {

    public static final Refusals NONE = new Refusals(0, 0);

    public Refusals {
        if (rows < 0 || refused < 0 || refused > rows) {
            throw new IllegalArgumentException(refused + " of " + rows + " rows");
        }
    }

    /** From 0 to 100. */
    public double percent() {
        return rows == 0 ? 0 : 100.0 * refused / rows;
    }

    /** The same where no more than so many can have been refused. */
    public Refusals atMost(long known) {
        return new Refusals(rows, Math.min(refused, known));
    }

    /** What ended the last run; {@link #NONE} where nothing did. The control schema must be there. */
    public static Refusals remembered(Connection connection, String name) throws SQLException {
        String sql =
                "SELECT judged_rows, refused_rows FROM crosswalk.ledger WHERE name = ? AND judged_rows IS NOT NULL";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, name);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? new Refusals(row.getLong(1), row.getLong(2)) : NONE;
            }
        }
    }

    /** What was counted together with the rows, as far back as that goes; no crash forgets it. */
    public static Refusals counted(Connection connection, String name) throws SQLException {
        String sql =
                "SELECT former_rows + newest_rows, former_refused + newest_refused FROM crosswalk.ledger WHERE name = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, name);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? new Refusals(row.getLong(1), row.getLong(2)) : NONE;
            }
        }
    }

    /**
     * Lets the count go on from here.
     *
     * @param of how many rows are the newest ones
     */
    public void goOn(Connection connection, String name, long of) throws SQLException {
        String sql = """
                UPDATE crosswalk.ledger SET counted_of = ?, newest_rows = ?, newest_refused = ?, former_rows = 0, former_refused = 0
                WHERE name = ?""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, of);
            statement.setLong(2, rows);
            statement.setLong(3, refused);
            statement.setString(4, name);
            statement.executeUpdate();
        }
    }

    /** Keeps it for the next start; {@link #NONE} when it is over. */
    public void remember(Connection connection, String name) throws SQLException {
        String sql = """
                UPDATE crosswalk.ledger SET judged_rows = nullif(?, 0), refused_rows = ?
                WHERE name = ? AND coalesce(judged_rows, 0) <> ?""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, rows);
            statement.setLong(2, refused);
            statement.setString(3, name);
            statement.setLong(4, rows);
            statement.executeUpdate();
        }
    }
}
