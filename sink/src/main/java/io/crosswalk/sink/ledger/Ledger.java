package io.crosswalk.sink.ledger;

import io.crosswalk.pipeline.SinkException;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.transaction.Marker;
import io.crosswalk.pipeline.transaction.Position;
import io.crosswalk.pipeline.transaction.Transaction;
import io.crosswalk.sink.ledger.LedgerEntry.Phase;
import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;

/** Reads and writes {@code crosswalk.ledger}. The position is written in the transaction that writes the data (promise P2). */
public final class Ledger {

    private final String name;

    public Ledger(String name) {
        this.name = name;
    }

    /** The migration's row, or empty before its first start and before the control schema exists. */
    public Optional<LedgerEntry> read(Connection connection) throws SQLException {
        try (PreparedStatement exists = connection.prepareStatement("SELECT to_regclass('crosswalk.ledger')");
                ResultSet row = exists.executeQuery()) {
            row.next();
            if (row.getString(1) == null) {
                return Optional.empty();
            }
        }
        String sql = """
                SELECT version, mapping_digest, slot_name, system_identifier, timeline, slot_created::text, position::text,
                       committed_at, applied_at, transactions, phase, consistent_from::text, marker, paused, last_failure,
                       -- A ledger of an older version, which only a run brings up to date, does not have it.
                       (to_jsonb(l) ->> 'consistent_at')::timestamptz
                FROM crosswalk.ledger l WHERE name = ?""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, name);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(entry(row)) : Optional.empty();
            }
        }
    }

    private LedgerEntry entry(ResultSet row) throws SQLException {
        int version = row.getInt(1);
        if (version > ControlSchema.VERSION) {
            throw SinkException.lasting(
                    "the ledger was written by a newer Crosswalk (control tables version " + version
                            + ", this one knows " + ControlSchema.VERSION + "): run that version",
                    null);
        }
        String consistentFrom = row.getString(12);
        Timestamp consistentAt = row.getTimestamp(16);
        return new LedgerEntry(
                name,
                version,
                row.getString(2),
                row.getString(3),
                row.getLong(4),
                row.getInt(5),
                Position.parse(row.getString(6)),
                Position.parse(row.getString(7)),
                row.getTimestamp(8).toInstant(),
                row.getTimestamp(9).toInstant(),
                row.getLong(10),
                Phase.valueOf(row.getString(11)),
                consistentFrom == null ? null : Position.parse(consistentFrom),
                consistentAt == null ? null : consistentAt.toInstant(),
                row.getString(13),
                row.getBoolean(14),
                row.getString(15));
    }

    /** Notes, at once and durably, that a slot is about to be made for this migration. */
    public void noteBeginning(Connection connection, String slot) throws SQLException {
        String sql = "INSERT INTO crosswalk.beginnings (name, slot) VALUES (?, ?)"
                + " ON CONFLICT (name) DO UPDATE SET slot = EXCLUDED.slot, begun_at = clock_timestamp()";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, name);
            statement.setString(2, slot);
            statement.executeUpdate();
        }
    }

    /** True when an earlier start noted that it would make this slot, and came no further. */
    public boolean hasBegun(Connection connection, String slot) throws SQLException {
        String sql = "SELECT EXISTS (SELECT FROM crosswalk.beginnings WHERE name = ? AND slot = ?)";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, name);
            statement.setString(2, slot);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    /** Opens the ledger of a new migration at its slot's consistent point. */
    public void open(
            Connection connection,
            String mappingDigest,
            String slot,
            long systemIdentifier,
            int timeline,
            Position created,
            Instant now)
            throws SQLException {
        String sql = """
                INSERT INTO crosswalk.ledger (name, version, mapping_digest, slot_name, system_identifier, timeline, slot_created,
                                              position, committed_at, phase)
                VALUES (?, ?, ?, ?, ?, ?, ?::pg_lsn, ?::pg_lsn, ?, 'BACKFILL')""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, name);
            statement.setInt(2, ControlSchema.VERSION);
            statement.setString(3, mappingDigest);
            statement.setString(4, slot);
            statement.setLong(5, systemIdentifier);
            statement.setInt(6, timeline);
            statement.setString(7, created.toString());
            statement.setString(8, created.toString());
            statement.setTimestamp(9, Timestamp.from(now));
            statement.executeUpdate();
        }
        endBeginning(connection);
    }

    private void endBeginning(Connection connection) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("DELETE FROM crosswalk.beginnings WHERE name = ?")) {
            statement.setString(1, name);
            statement.executeUpdate();
        }
    }

    /**
     * Begins a resync: nothing is known to be right until it has ended. The ledger stands at {@code position} again, wherever it stood.
     *
     * @param created the slot's consistent point
     */
    public void resync(Connection connection, long systemIdentifier, int timeline, Position created, Position position)
            throws SQLException {
        String sql = """
                UPDATE crosswalk.ledger SET system_identifier = ?, timeline = ?, slot_created = ?::pg_lsn, position = ?::pg_lsn,
                       phase = 'RESYNC', consistent_from = NULL, consistent_at = NULL, last_failure = NULL, paused = false,
                       resync_at = clock_timestamp()
                WHERE name = ?""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, systemIdentifier);
            statement.setInt(2, timeline);
            statement.setString(3, created.toString());
            statement.setString(4, position.toString());
            statement.setString(5, name);
            statement.executeUpdate();
        }
        endBeginning(connection);
    }

    /**
     * Takes rows out of the quarantine that the resync has not met again: their legacy rows are gone, or fit by now.
     *
     * @param tables the legacy tables it was about
     */
    public int forgetUnseenSinceResync(Connection connection, Collection<TableId> tables) throws SQLException {
        String sql = """
                DELETE FROM crosswalk.quarantine q USING crosswalk.ledger l
                WHERE q.name = ? AND l.name = q.name AND q.last_seen < l.resync_at AND q.source_table = ANY (?)""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, name);
            statement.setArray(
                    2,
                    connection.createArrayOf(
                            "text", tables.stream().map(TableId::toString).toArray()));
            return statement.executeUpdate();
        }
    }

    /**
     * Moves the position forward to the end of {@code last}.
     *
     * @param count the rows of these transactions
     * @throws SinkException when the ledger is not behind it: somebody else writes this migration
     */
    public void advance(
            Connection connection, Transaction last, int transactions, @Nullable Marker marker, RefusalCount count)
            throws SQLException {
        String position = Objects.requireNonNull(last.position()).toString();
        String sql = """
                UPDATE crosswalk.ledger SET position = ?::pg_lsn, committed_at = ?, applied_at = clock_timestamp(),
                       transactions = transactions + ?, marker = coalesce(?, marker),
                       consistent_at = CASE WHEN consistent_from <= ?::pg_lsn THEN coalesce(consistent_at, clock_timestamp()) END,
                       %s
                WHERE name = ? AND position < ?::pg_lsn""".formatted(RefusalCount.SQL);
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, position);
            statement.setTimestamp(2, Timestamp.from(last.committedAt()));
            statement.setInt(3, transactions);
            statement.setString(4, marker == null ? null : marker.token());
            statement.setString(5, position);
            statement.setLong(6, count.rows());
            statement.setLong(7, count.refused());
            statement.setString(8, name);
            statement.setString(9, position);
            if (statement.executeUpdate() != 1) {
                throw SinkException.lasting(
                        "the ledger of " + name + " is missing or already at " + position
                                + ": does another migrator write this target?",
                        null);
            }
        }
    }

    public void enter(Connection connection, Phase phase) throws SQLException {
        update(connection, "UPDATE crosswalk.ledger SET phase = ? WHERE name = ?", phase.name());
    }

    /** The moment of consistency: the highest position that any chunk was loaded at. */
    public void consistentFrom(Connection connection, Position from) throws SQLException {
        update(
                connection,
                "UPDATE crosswalk.ledger l SET consistent_from = v.lsn,"
                        + " consistent_at = CASE WHEN v.lsn <= position THEN clock_timestamp() END"
                        + " FROM (SELECT ?::pg_lsn AS lsn) v WHERE l.name = ?",
                from.toString());
    }

    /** Another mapping is in force, which writes the same from what is left of the legacy schema. */
    public void mapping(Connection connection, String digest) throws SQLException {
        update(connection, "UPDATE crosswalk.ledger SET mapping_digest = ? WHERE name = ?", digest);
    }

    /** Pauses or resumes the stream; the running migrator sees it within a second. */
    public void pause(Connection connection, boolean paused) throws SQLException {
        update(connection, "UPDATE crosswalk.ledger SET paused = ?::boolean WHERE name = ?", String.valueOf(paused));
    }

    /** Keeps why a run ended, for those who ask when no process runs; null when it is over. Harmless before the ledger exists. */
    public void lastFailure(Connection connection, @Nullable String message) throws SQLException {
        String sql = "UPDATE crosswalk.ledger SET last_failure = ? WHERE name = ? AND last_failure IS DISTINCT FROM ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, message);
            statement.setString(2, name);
            statement.setString(3, message);
            statement.executeUpdate();
        }
    }

    private void update(Connection connection, String sql, String value) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, value);
            statement.setString(2, name);
            if (statement.executeUpdate() != 1) {
                throw SinkException.lasting("no migration named " + name + " in the target's ledger", null);
            }
        }
    }
}
