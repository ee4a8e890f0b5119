package io.crosswalk.connector.guard;

import io.crosswalk.connector.SourceSettings;
import io.crosswalk.connector.WayOut;
import io.crosswalk.connector.publication.Publication;
import io.crosswalk.connector.publication.PublicationTrace;
import io.crosswalk.connector.publication.ReplicaIdentities;
import io.crosswalk.connector.slot.ReplicationSlot;
import io.crosswalk.connector.slot.SlotIdentity;
import io.crosswalk.connector.slot.SlotState;
import io.crosswalk.pipeline.SourceException;
import io.crosswalk.pipeline.progress.KnownSource;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.table.SourceTable;
import io.crosswalk.pipeline.transaction.Position;
import io.crosswalk.postgres.Identifiers;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Decides whether the stream may go on from the ledger's position without losing a change. Debezium would create a missing slot again
 * and go on with a gap, so this comes first.
 */
public final class StartCheck {

    private StartCheck() {}

    /**
     * Looks at slot, server and publication before a stream begins. Waits, for a minute or so at most, while another session still uses
     * the slot: it may be our own predecessor, whose death the server has not noticed.
     *
     * @param recorded the slot as the ledger knows it
     * @param ledger the position up to which the target is complete
     * @param known what the target remembers of the source
     * @return the publication as it is, to be remembered
     * @throws SourceException lasting, with the reason and the way out
     */
    public static String verify(
            Connection connection, SourceSettings settings, SlotIdentity recorded, Position ledger, KnownSource known)
            throws SQLException, InterruptedException {
        SourceProgress.limitLocks(connection, settings);
        verifyServer(connection, recorded);
        verifyTime(connection, settings, ledger, known);
        SlotCheck.atStart(connection, recorded, ledger);
        return verifyPublished(connection, settings, known);
    }

    /**
     * Like {@link #verify}, for a source where only some tables may have been missed, which are mended.
     *
     * @param sound the other mapped tables
     * @throws SourceException lasting, when more than that is wrong
     */
    public static void verifyBesides(
            Connection connection,
            SourceSettings settings,
            SlotIdentity recorded,
            Position ledger,
            KnownSource known,
            List<SourceTable> sound)
            throws SQLException, InterruptedException {
        verifyServer(connection, recorded);
        verifyTime(connection, settings, ledger, known);
        SlotCheck.atStart(connection, recorded, ledger);
        if (known.publication().isEmpty()) {
            return;
        }
        PublicationTrace before = PublicationTrace.parse(known.publication());
        PublicationTrace now = PublicationTrace.read(connection, settings.publication());
        List<String> alterations = now.alterationsOf(
                connection,
                before,
                sound.stream().map(table -> Identifiers.quote(table.id())).toList());
        if (!alterations.isEmpty()) {
            throw altered(settings, alterations, "More than the named tables may be affected: run resync for all");
        }
    }

    private static SourceException altered(SourceSettings settings, List<String> alterations, String wayOut) {
        return SourceException.lasting(
                "publication " + settings.publication() + " was altered, and changes may have gone by unseen: "
                        + String.join("; ", alterations) + ". " + wayOut,
                null);
    }

    /**
     * Looks whether the source publishes what the mapping needs, and has done so since the last look: a table that left the publication
     * goes on changing unseen, also when it is back by now.
     *
     * @return the publication as it is, to be remembered
     * @throws SourceException lasting, with the reason
     */
    public static String verifyPublished(Connection connection, SourceSettings settings, KnownSource known)
            throws SQLException {
        verifyPublication(connection, settings);
        verifyIdentities(connection, settings);
        PublicationTrace now = PublicationTrace.read(connection, settings.publication());
        PublicationTrace before = known.publication().isEmpty() ? now : PublicationTrace.parse(known.publication());
        List<String> alterations = now.alterations(connection, before);
        if (!alterations.isEmpty()) {
            throw altered(settings, alterations, WayOut.RESYNC);
        }
        return now.text();
    }

    /**
     * Looks at the slot while a stream runs.
     *
     * @throws SourceException lasting, when it is gone or lost
     */
    public static void verifySlot(String slot, Optional<SlotState> state, Position ledger) {
        SlotCheck.notLost(slot, state.orElseThrow(() -> SlotCheck.gone(slot, ledger)));
    }

    // A copy of the disk that was put back has the same system identifier and the same timeline: only what happened
    // since
    // is missing. Our own row tells it also when the application has written more since.
    private static void verifyTime(Connection connection, SourceSettings settings, Position ledger, KnownSource known)
            throws SQLException {
        Position end = SourceProgress.durableEnd(connection);
        Position seen = ledger.isAfter(known.end()) ? ledger : known.end();
        if (seen.isAfter(end)) {
            throw restored("its WAL ends at " + end + ", and was seen up to " + seen + " before");
        }
        long beat = SourceProgress.beat(connection, settings.name());
        if (beat < known.beat()) {
            throw restored("the row that this migration counts up there says " + beat + ", and said " + known.beat()
                    + " before");
        }
    }

    private static SourceException restored(String evidence) {
        return SourceException.lasting(
                "the source was restored from a backup: " + evidence + ". " + WayOut.RESYNC, null);
    }

    private static void verifyServer(Connection connection, SlotIdentity recorded) throws SQLException {
        SlotIdentity now = ReplicationSlot.identity(connection, recorded.slot(), recorded.createdAt());
        if (now.systemIdentifier() != recorded.systemIdentifier()) {
            throw SourceException.lasting(
                    "the source is another server than the one this migration began with: its system identifier is "
                            + Long.toUnsignedString(now.systemIdentifier()) + ", recorded is "
                            + Long.toUnsignedString(recorded.systemIdentifier()) + ". Correct the source's address. "
                            + WayOut.RESYNC,
                    null);
        }
        if (now.timeline() != recorded.timeline()) {
            throw SourceException.lasting(
                    "the source is on timeline " + now.timeline() + ", this migration began on timeline "
                            + recorded.timeline() + ": it was restored from a backup or a standby was promoted. "
                            + WayOut.RESYNC,
                    null);
        }
    }

    private static void verifyPublication(Connection connection, SourceSettings settings) throws SQLException {
        String name = settings.publication();
        Publication publication = Publication.read(connection, name)
                .orElseThrow(() -> SourceException.lasting(
                        "publication " + name + " is gone, and changes made since are not decoded. " + WayOut.RESYNC,
                        null));
        Set<TableId> expected = Publication.wanted(settings);
        Set<TableId> missing = new TreeSet<>(expected);
        missing.removeAll(publication.tables());
        Set<TableId> foreign = new TreeSet<>(publication.tables());
        foreign.removeAll(expected);
        if (publication.everything()
                || !publication.complete()
                || !publication.narrowed().isEmpty()) {
            throw SourceException.lasting(
                    "publication " + name
                            + " no longer publishes every operation, row and column of exactly our tables."
                            + " " + WayOut.RESYNC,
                    null);
        }
        if (!missing.isEmpty() || !foreign.isEmpty()) {
            throw SourceException.lasting(
                    "publication " + name + " names other tables than the mapping: missing " + missing + ", too many "
                            + foreign + ". " + WayOut.RESYNC,
                    null);
        }
    }

    private static void verifyIdentities(Connection connection, SourceSettings settings) throws SQLException {
        for (SourceTable table : settings.tables()) {
            for (ReplicaIdentities.Identity identity : ReplicaIdentities.of(connection, table.id())) {
                if (!identity.carries(table)) {
                    throw SourceException.lasting(
                            "updates and deletes of " + identity.relation()
                                    + " no longer name their row: its replica identity does not carry the key "
                                    + table.key() + ". Give it one: ALTER TABLE "
                                    + Identifiers.quote(identity.relation())
                                    + " REPLICA IDENTITY FULL",
                            null);
                }
            }
        }
    }
}
