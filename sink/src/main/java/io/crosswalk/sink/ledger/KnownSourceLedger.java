package io.crosswalk.sink.ledger;

import io.crosswalk.pipeline.progress.KnownSource;
import io.crosswalk.pipeline.transaction.Position;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** {@code crosswalk.known_source}: what the target remembers of the source. */
public final class KnownSourceLedger {

    private final String name;

    public KnownSourceLedger(String name) {
        this.name = name;
    }

    /** What is remembered; nothing before the first look. */
    public KnownSource read(Connection connection) throws SQLException {
        String sql = "SELECT publication, wal_end::text, beat FROM crosswalk.known_source WHERE name = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, name);
            try (ResultSet row = statement.executeQuery()) {
                return row.next()
                        ? new KnownSource(row.getString(1), Position.parse(row.getString(2)), row.getLong(3))
                        : KnownSource.NOTHING;
            }
        }
    }

    /** Remembers it in place of what was. */
    public void write(Connection connection, KnownSource known) throws SQLException {
        String sql = """
                INSERT INTO crosswalk.known_source (name, publication, wal_end, beat) VALUES (?, ?, ?::pg_lsn, ?)
                ON CONFLICT (name) DO UPDATE SET publication = EXCLUDED.publication, wal_end = EXCLUDED.wal_end,
                       beat = EXCLUDED.beat, seen_at = clock_timestamp()""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, name);
            statement.setString(2, known.publication());
            statement.setString(3, known.end().toString());
            statement.setLong(4, known.beat());
            statement.executeUpdate();
        }
    }
}
