package io.crosswalk.sink.apply;

import io.crosswalk.sink.removal.MissingParents;
import io.crosswalk.sink.rows.Tally;

import java.sql.Connection;
import java.sql.SQLException;

/** Doubts about ids that others may get at once: settled after deletes, before anything is written. One thread. */
record UrgentDoubts(MissingParents missing, Rewriting rewriting) {

    void settle(Connection connection, Tally tally) throws SQLException {
        missing.settleUrgent(connection, tally);
        rewriting.settleUrgent(connection, tally);
    }
}
