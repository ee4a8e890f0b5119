package io.crosswalk.connector.stream;

import io.crosswalk.connector.SourceSettings;
import io.crosswalk.connector.slot.ReplicationSlot;
import io.crosswalk.connector.slot.SlotState;
import io.crosswalk.pipeline.SourceException;
import io.crosswalk.pipeline.transaction.Position;

import java.sql.Connection;
import java.sql.SQLException;

/** Where a stream of our slot begins. Asked before every run: Debezium would make a missing slot again and go on with a gap. */
final class StreamBeginning {

    private StreamBeginning() {}

    /**
     * The slot's position, which is at or before the ledger's.
     *
     * @throws SourceException when the slot is missing, in use or ahead of the ledger
     */
    static Position of(SourceSettings settings, Position ledger) throws InterruptedException {
        String name = settings.slot();
        try (Connection connection = settings.address().connectCautiously("crosswalk source")) {
            SlotState slot = ReplicationSlot.whenFree(connection, name, ReplicationSlot.PREDECESSOR)
                    .orElseThrow(() -> SourceException.lasting("replication slot " + name + " does not exist", null));
            if (slot.active()) {
                throw SourceException.passing(
                        "replication slot " + name + " is in use by pid " + slot.activePid(), null);
            }
            if (slot.confirmed().isAfter(ledger)) {
                throw SourceException.lasting(
                        "replication slot " + name + " is confirmed up to " + slot.confirmed()
                                + ", beyond the ledger's " + ledger,
                        null);
            }
            return slot.confirmed();
        } catch (SQLException e) {
            throw StreamFailure.of(e);
        }
    }
}
