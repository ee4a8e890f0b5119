package io.crosswalk.connector.guard;

import io.crosswalk.connector.SourceSettings;
import io.crosswalk.connector.slot.ReplicationSlot;
import io.crosswalk.connector.slot.SlotState;
import io.crosswalk.pipeline.progress.KnownSource;
import io.crosswalk.pipeline.transaction.Marker;
import io.crosswalk.pipeline.transaction.Position;
import io.crosswalk.postgres.DatabaseAddress;
import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * Looks at the source from beside the stream, on a connection of its own that is opened when first needed and again after a failure.
 * Safe for several threads.
 */
public final class SourceProbe implements AutoCloseable {

    /**
     * The source at one moment.
     *
     * @param walEnd how far the WAL is written
     * @param clock the source's clock
     * @param slot our slot; empty when it is gone
     * @param durableEnd how far the WAL outlives a crash
     * @param beat how often our row was changed; 0 while somebody has locked it
     * @param beatEnd the beat is durable once the WAL is up to here
     */
    public record Sample(
            Position walEnd,
            Instant clock,
            Optional<SlotState> slot,
            Position durableEnd,
            long beat,
            Position beatEnd) {}

    /** The prefix of our logical messages. */
    public static final String MESSAGE_PREFIX = "crosswalk";

    /** How a marker's row in the heartbeat table begins, on servers whose pgoutput carries no messages. */
    public static final String MARKER_ROW = "marker:";

    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final int MESSAGES_SINCE = 14;

    private final SourceSettings settings;
    private final DatabaseAddress address;
    private final String slot;
    private @Nullable Connection connection;

    public SourceProbe(SourceSettings settings) {
        this.settings = settings;
        this.address = settings.address();
        this.slot = settings.slot();
    }

    public synchronized Sample sample() throws SQLException {
        Connection open = connect();
        // The beat first: what was committed before the end of the WAL was asked for lies before it.
        try (Statement statement = open.createStatement()) {
            long beat = beatUnlessLocked(open);
            try (ResultSet row = statement.executeQuery(
                    "SELECT pg_current_wal_lsn()::text, clock_timestamp(), pg_current_wal_insert_lsn()::text")) {
                row.next();
                return new Sample(
                        Position.parse(row.getString(1)),
                        row.getObject(2, OffsetDateTime.class).toInstant(),
                        ReplicationSlot.state(open, slot),
                        SourceProgress.durableEnd(open),
                        beat,
                        Position.parse(row.getString(3)));
            }
        } catch (SQLException e) {
            close();
            throw e;
        }
    }

    /**
     * Looks whether the source still publishes what the stream needs, and has since the last look.
     *
     * @return the publication as it is, to be remembered
     * @throws io.crosswalk.pipeline.SourceException lasting, when it does not
     */
    public synchronized String verifyPublished(KnownSource known) throws SQLException {
        try {
            return StartCheck.verifyPublished(connect(), settings, known);
        } catch (SQLException e) {
            close();
            throw e;
        }
    }

    /** Writes a token into the WAL, in a transaction of its own; it comes back through the stream. */
    public synchronized void emit(Marker marker) throws SQLException {
        Connection open = connect();
        try {
            if (open.getMetaData().getDatabaseMajorVersion() >= MESSAGES_SINCE) {
                write(open, "SELECT pg_logical_emit_message(true, ?, ?)", MESSAGE_PREFIX, marker.token());
            } else {
                // Older servers do not pass messages on: the token travels as a row that is gone at once.
                write(
                        open,
                        "WITH gone AS (DELETE FROM crosswalk.heartbeat WHERE name LIKE ? || '%')"
                                + " INSERT INTO crosswalk.heartbeat VALUES (?, 0, now())",
                        MARKER_ROW,
                        MARKER_ROW + marker.token());
            }
        } catch (SQLException e) {
            close();
            throw e;
        }
    }

    private long beatUnlessLocked(Connection open) throws SQLException {
        try {
            return SourceProgress.beat(open, settings.name());
        } catch (SQLException e) {
            if (!LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
                throw e;
            }
            return 0;
        }
    }

    private static void write(Connection open, String sql, String first, String second) throws SQLException {
        try (PreparedStatement statement = open.prepareStatement(sql)) {
            statement.setString(1, first);
            statement.setString(2, second);
            statement.execute();
        }
    }

    private Connection connect() throws SQLException {
        Connection open = connection;
        if (open == null || open.isClosed()) {
            open = address.connectBriefly("crosswalk probe");
            connection = open;
            SourceProgress.limitLocks(open, settings);
        }
        return open;
    }

    @Override
    public synchronized void close() throws SQLException {
        Connection open = connection;
        connection = null;
        if (open != null) {
            open.close();
        }
    }
}
