package io.crosswalk.operations.check.target;

import io.crosswalk.connector.slot.ReplicationSlot;
import io.crosswalk.connector.slot.SlotState;
import io.crosswalk.operations.check.CheckSettings;
import io.crosswalk.operations.check.Finding;
import io.crosswalk.operations.check.Inspection;
import io.crosswalk.operations.check.Query;
import io.crosswalk.operations.check.Surroundings;
import io.crosswalk.postgres.Identifiers;
import io.crosswalk.sink.ledger.Ledger;
import io.crosswalk.sink.ledger.LedgerEntry;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is there under the name of this migration: a ledger, a slot, a publication; and which other migrations write this target. */
public final class ExistingMigration implements Inspection {

    private static final String START_OVER = "docs/starting-over.md says how to begin again";

    @Override
    public String subject() {
        return "ledger, slot and publication of this name";
    }

    @Override
    public List<Finding> inspect(Surroundings surroundings) throws SQLException {
        CheckSettings settings = surroundings.settings();
        Connection source = surroundings.source().connection();
        Connection target = surroundings.target().connection();
        Optional<LedgerEntry> entry = new Ledger(settings.name()).read(target);
        Optional<SlotState> slot = ReplicationSlot.state(source, settings.slot());
        List<Finding> findings = new ArrayList<>();
        if (entry.isPresent()) {
            findings.addAll(begun(settings, entry.get(), slot));
        } else {
            findings.addAll(leftovers(settings, source, slot));
        }
        if (Query.of("SELECT to_regclass('crosswalk.ledger') IS NOT NULL").holds(target)) {
            for (String other : Query.of(
                            "SELECT name FROM crosswalk.ledger WHERE name <> ? ORDER BY 1", settings.name())
                    .texts(target)) {
                findings.add(Finding.note(
                        "target",
                        "the migration " + other + " writes this database too",
                        "two migrations must not write one table",
                        null));
            }
        }
        return findings;
    }

    private static List<Finding> begun(CheckSettings settings, LedgerEntry entry, Optional<SlotState> slot) {
        List<Finding> findings = new ArrayList<>();
        findings.add(Finding.note(
                "target",
                "this migration has begun and stands at " + entry.position() + ", " + entry.phase()
                        + (entry.paused() ? ", paused" : ""),
                "crosswalk run goes on from there",
                null));
        if (!entry.mappingDigest().equals(settings.mappingDigest())) {
            findings.add(Finding.blocker(
                    "target",
                    "the mapping has changed since this migration began",
                    "rows that are in the target already were made by the old one",
                    "run with the old mapping; " + START_OVER));
        }
        if (slot.isEmpty()) {
            findings.add(Finding.blocker(
                    "source",
                    "slot " + entry.slot() + " is gone",
                    "the changes after the ledger's position are lost",
                    START_OVER));
        } else if (slot.get().walStatus().equals("lost")) {
            findings.add(Finding.blocker(
                    "source",
                    "slot " + entry.slot() + " is lost: the server removed WAL that it needs",
                    "the changes after the ledger's position are gone",
                    "raise max_slot_wal_keep_size; " + START_OVER));
        } else if (!slot.get().walStatus().equals("reserved")) {
            findings.add(Finding.warning(
                    "source",
                    "slot " + entry.slot() + " is " + slot.get().walStatus() + ": it keeps more WAL than max_wal_size",
                    "it is lost when it reaches max_slot_wal_keep_size",
                    "crosswalk run -c crosswalk.yaml"));
        }
        return findings;
    }

    private static List<Finding> leftovers(CheckSettings settings, Connection source, Optional<SlotState> slot)
            throws SQLException {
        List<Finding> findings = new ArrayList<>();
        if (slot.isPresent()) {
            findings.add(Finding.blocker(
                    "source",
                    "slot " + settings.slot() + " exists, and this target knows nothing of it",
                    "it may feed another target, so crosswalk run does not take it",
                    "choose another name; or SELECT pg_drop_replication_slot(" + Identifiers.literal(settings.slot())
                            + "); -- when nothing reads from it any more"));
        }
        String sql = "SELECT count(*) FROM pg_publication WHERE pubname = ?";
        if (Query.of(sql, settings.slot()).number(source) > 0) {
            findings.add(Finding.warning(
                    "source",
                    "publication " + settings.slot() + " exists already",
                    "crosswalk run makes it name exactly the mapped tables; whoever else reads from it loses the rest",
                    "DROP PUBLICATION " + Identifiers.quote(settings.slot())
                            + "; -- when nothing reads from it any more"));
        }
        return findings;
    }
}
