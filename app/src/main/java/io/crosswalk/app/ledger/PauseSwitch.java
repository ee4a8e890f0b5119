package io.crosswalk.app.ledger;

import io.crosswalk.app.configuration.Configuration;
import io.crosswalk.pipeline.Failpoint;
import io.crosswalk.sink.ledger.Ledger;
import io.crosswalk.sink.ledger.LedgerEntry;

import java.sql.Connection;
import java.sql.SQLException;

/** Sets and clears the pause mark in the ledger, where a running migration sees it within seconds. */
public final class PauseSwitch {

    private PauseSwitch() {}

    /** What happened, for people. */
    public static String set(Configuration configuration, boolean paused) throws SQLException {
        String name = configuration.name();
        try (Connection connection =
                configuration.target().connect("crosswalk " + (paused ? "pause " : "resume ") + name)) {
            Ledger ledger = new Ledger(name);
            LedgerEntry entry = ledger.read(connection).orElseThrow(() -> UnknownMigration.named(name));
            if (entry.paused() == paused) {
                return name + " is " + (paused ? "paused" : "not paused") + " already";
            }
            ledger.pause(connection, paused);
            Failpoint.PAUSE_SWITCHED.reached();
            return paused
                    ? name + " is paused; the slot keeps WAL on the source until crosswalk resume"
                    : name + " goes on";
        }
    }
}
