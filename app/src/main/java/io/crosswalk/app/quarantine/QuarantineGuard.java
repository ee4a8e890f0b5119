package io.crosswalk.app.quarantine;

import io.crosswalk.app.status.QuarantineLimits;
import io.crosswalk.app.status.StatusBoard;
import io.crosswalk.operations.quarantine.QuarantineSummary;
import io.crosswalk.operations.quarantine.Refusals;
import io.crosswalk.pipeline.SinkException;
import io.crosswalk.pipeline.transaction.Receipt;
import io.crosswalk.postgres.DatabaseAddress;
import io.crosswalk.postgres.Failures;
import io.crosswalk.sink.backfill.ChunkLoader.Loaded;
import io.crosswalk.sink.session.WriterSeat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Consumer;

/**
 * Ends a migration of which more is set aside than the configuration allows. What is durable by then stays, so that people can look at it;
 * the next start ends in the same way, before anything is written, until rows are gone or waived or the limit is raised. Thread-safe.
 */
public final class QuarantineGuard {

    private final String name;
    private final DatabaseAddress target;
    private final QuarantineLimits limits;
    private final StatusBoard board;
    private final RefusalWindow window;
    /** Open rows, at most: what leaves the quarantine is not counted. */
    private long open;

    public QuarantineGuard(String name, DatabaseAddress target, QuarantineLimits limits, StatusBoard board) {
        this.name = name;
        this.target = target;
        this.limits = limits;
        this.board = board;
        this.window = new RefusalWindow(limits.percentOf());
        board.limits(limits);
    }

    /**
     * Looks at what earlier runs left, and goes on counting from there. The control schema must be there.
     *
     * @param seat this run's, signed
     * @throws SinkException lasting, when it is too much
     */
    public synchronized void verify(WriterSeat seat) throws SQLException {
        try (Connection connection = connect()) {
            judge(connection, Refusals.remembered(connection, name));
            Refusals left = judge(connection, Refusals.counted(connection, name));
            window.replace(left);
            connection.setAutoCommit(false);
            seat.verify(connection);
            Refusals.NONE.remember(connection, name);
            left.goOn(connection, name, limits.percentOf());
            connection.commit();
        }
    }

    /**
     * Counts a chunk of the backfill.
     *
     * @throws SinkException lasting, when too much is set aside
     */
    public void loaded(Loaded chunk) {
        count(chunk.written(), chunk.refused(), chunk.setAside());
    }

    /**
     * Looks at the whole backfill, whatever its rows wait for: all that they could wait for is there.
     *
     * @param rows legacy rows that were loaded
     * @throws SinkException lasting, when too much is set aside
     */
    public synchronized void settled(long rows) throws SQLException {
        try (Connection connection = connect()) {
            long waiting = QuarantineSummary.read(connection, name).openRows();
            judge(connection, new Refusals(Math.max(rows, waiting), waiting));
        }
    }

    /** Counts what the stream made durable, after somebody else has heard of it; throws as {@link #loaded} does. */
    public Consumer<Receipt> after(Consumer<Receipt> listener) {
        return receipt -> {
            listener.accept(receipt);
            // The last piece of a transaction carries the counts of them all.
            if (!receipt.isDurable()) {
                return;
            }
            count(receipt.written(), receipt.refused(), receipt.setAside());
        };
    }

    private synchronized void count(long written, long refused, long setAside) {
        window.add(written, refused);
        open += setAside;
        board.refusals(window.refusals());
        boolean more = setAside > 0 && limits.isOver(open);
        if (!more && !(refused > 0 && limits.isOver(window.refusals()))) {
            return;
        }
        try (Connection connection = connect()) {
            window.replace(judge(connection, window.refusals()));
        } catch (SQLException e) {
            throw SinkException.passing(Failures.withoutValues(e), e);
        }
    }

    private Connection connect() throws SQLException {
        return target.connectBriefly("crosswalk quarantine " + name);
    }

    /** Counts exactly: rows may have been let in, or waived, since they were set aside. */
    private Refusals judge(Connection connection, Refusals newest) throws SQLException {
        QuarantineSummary summary = QuarantineSummary.read(connection, name);
        board.quarantine(summary);
        open = summary.openRows();
        Refusals left = newest.atMost(open);
        board.refusals(left);
        if (limits.isOver(open)) {
            throw Overflow.ofRows(summary, limits.maxRows());
        }
        if (limits.isOver(left)) {
            left.remember(connection, name);
            throw Overflow.ofShare(summary, left, limits.maxPercent());
        }
        return left;
    }
}
