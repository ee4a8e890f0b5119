package io.crosswalk.operations.drift;

import io.crosswalk.operations.drift.finding.DriftSummary;
import io.crosswalk.operations.drift.finding.Finding;
import io.crosswalk.operations.drift.finding.SeenFinding;
import io.crosswalk.operations.drift.finding.Verdict;
import io.crosswalk.pipeline.Failpoint;
import io.crosswalk.pipeline.SourceException;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.transaction.Position;
import io.crosswalk.transformer.mapping.Mapping;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Holds the legacy schema against what the rows in the target were made with. One thread at a time. */
public final class DriftCheck {

    private final DriftLedger ledger;
    private final MappingUse use;
    private final Map<String, String> parts;

    /**
     * @param name the migration
     * @param mapping the mapping in force
     */
    public DriftCheck(String name, Mapping mapping) {
        this.ledger = new DriftLedger(name);
        this.use = new MappingUse(mapping);
        this.parts = MappingParts.of(mapping);
    }

    /**
     * What a look has seen.
     *
     * @param position the end of the source's WAL just after: what was found was committed before
     * @param drift what is not accounted for
     */
    public record Look(Position position, DriftSummary drift) {

        /** The refusal, when the stream must not go on from here. */
        public Optional<SourceException> refusal() {
            List<SeenFinding> stopping = drift.stopping();
            return stopping.isEmpty() ? Optional.empty() : Optional.of(DriftCheck.refusal(stopping));
        }
    }

    /** The baseline of a migration that begins. To be taken before its slot is made. */
    public Baseline baseline(Connection source, Set<TableId> needFullIdentity) throws SQLException {
        return Baseline.of(CatalogPrintReader.read(source, use.schemas()).catalog(), use, needFullIdentity, parts);
    }

    /** Whether this process may write into the target; what it answers holds until the transaction ends. */
    @FunctionalInterface
    public interface Permission {
        boolean isGiven(Connection target) throws SQLException;
    }

    /**
     * Looks, and writes down what it finds. Both connections in autocommit.
     *
     * @param copying whether rows are being copied under a snapshot
     * @param permission without it nothing is written, and what others have found is the answer
     * @return empty when the migration has no baseline yet
     */
    public Optional<Look> look(Connection source, Connection target, boolean copying, Permission permission)
            throws SQLException {
        Optional<Baseline> baseline = ledger.baseline(target);
        if (baseline.isEmpty()) {
            return Optional.empty();
        }
        CatalogPrintReader.Sight sight = CatalogPrintReader.read(source, use.schemas());
        List<Finding> findings = DriftRules.findings(baseline.get(), sight.catalog(), use, copying);
        return Optional.of(noted(target, findings, sight.position(), permission));
    }

    private Look noted(Connection target, List<Finding> findings, Position position, Permission permission)
            throws SQLException {
        DriftSummary known = ledger.findings(target);
        Set<Finding> written =
                known.findings().stream().map(SeenFinding::finding).collect(Collectors.toSet());
        if (!written.equals(Set.copyOf(findings))) {
            ledger.replace(target, findings, position, permission);
            Failpoint.DRIFT_NOTED.reached();
        }
        return new Look(position, ledger.findings(target));
    }

    /** What the migration knows of the legacy schema. */
    public Optional<Baseline> known(Connection target) throws SQLException {
        return ledger.baseline(target);
    }

    /** Keeps a baseline, in the caller's transaction. */
    public void remember(Connection target, Baseline baseline) throws SQLException {
        ledger.remember(target, baseline);
    }

    /** What was found last. */
    public DriftSummary findings(Connection target) throws SQLException {
        return ledger.findings(target);
    }

    /** What the mapping takes from it. */
    public MappingUse use() {
        return use;
    }

    /**
     * Looks at a start: whether the schema has changed while nobody looked, and whether a mapping that says something else than before does
     * so only where the schema has changed. When nothing is in the way, what is accounted for becomes the new baseline.
     *
     * @param target the session that holds the migration's seat, in autocommit
     * @param copying whether the backfill is not complete
     * @return what is left open; empty when the migration has no baseline yet
     * @throws SourceException lasting, when the migration must not go on
     */
    public Optional<Look> start(Connection source, Connection target, boolean copying) throws SQLException {
        Optional<Baseline> found = ledger.baseline(target);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Baseline baseline = found.get();
        CatalogPrintReader.Sight sight = CatalogPrintReader.read(source, use.schemas());
        List<Finding> findings = DriftRules.findings(baseline, sight.catalog(), use, copying);
        Look look = noted(target, findings, sight.position(), claimed -> true);
        Optional<SourceException> refusal = look.refusal();
        if (refusal.isPresent()) {
            throw refusal.get();
        }
        Set<String> foreign = new HashSet<>(baseline.changedParts(parts));
        foreign.removeAll(baseline.changedTables(sight.catalog()));
        if (foreign.isEmpty()) {
            Set<TableId> open = look.drift().findings().stream()
                    .map(SeenFinding::finding)
                    .filter(finding -> finding.verdict() != Verdict.CONTINUE)
                    .map(Finding::table)
                    .collect(Collectors.toSet());
            ledger.remember(target, baseline.advanced(sight.catalog(), open, use, parts));
            Failpoint.BASELINE_ADVANCED.reached();
        }
        return Optional.of(look);
    }

    /**
     * The rows of some tables were made again from the legacy schema as it is now.
     *
     * @param now taken before they were
     */
    public void resynced(Connection target, Baseline now, Set<TableId> tables) throws SQLException {
        Set<TableId> others = new HashSet<>(use.mapped());
        others.removeAll(tables);
        Baseline before = ledger.baseline(target).orElse(now);
        ledger.remember(target, before.advanced(now.catalog(), others, use, parts));
    }

    /** Whether the mapping writes what it wrote before, or something else only about tables that the legacy application has changed. */
    public boolean mayBeInForce(Connection target) throws SQLException {
        return ledger.baseline(target)
                .map(baseline -> baseline.changedParts(parts).isEmpty())
                .orElse(false);
    }

    private static SourceException refusal(List<SeenFinding> stopping) {
        return SourceException.lasting(
                "the legacy schema has changed: "
                        + stopping.stream()
                                .map(seen -> seen.finding().text() + " ("
                                        + seen.finding().name() + ", before " + seen.seenBefore() + ")")
                                .collect(Collectors.joining("; ")),
                null);
    }
}
