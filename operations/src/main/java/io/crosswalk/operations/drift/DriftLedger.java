package io.crosswalk.operations.drift;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.crosswalk.operations.drift.finding.DriftSummary;
import io.crosswalk.operations.drift.finding.Finding;
import io.crosswalk.operations.drift.finding.Kind;
import io.crosswalk.operations.drift.finding.SeenFinding;
import io.crosswalk.operations.drift.finding.Verdict;
import io.crosswalk.pipeline.Failpoint;
import io.crosswalk.pipeline.SinkException;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.transaction.Position;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads and writes {@code crosswalk.baselines} and {@code crosswalk.drift} in the target. One thread at a time. */
public final class DriftLedger {

    private static final ObjectMapper JSON =
            new ObjectMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);

    private final String name;

    /**
     * @param name the migration
     */
    public DriftLedger(String name) {
        this.name = name;
    }

    /** What the rows in the target were made with; empty before the first start. */
    public Optional<Baseline> baseline(Connection target) throws SQLException {
        if (!exists(target, "crosswalk.baselines")) {
            return Optional.empty();
        }
        try (PreparedStatement statement =
                target.prepareStatement("SELECT baseline FROM crosswalk.baselines WHERE name = ?")) {
            statement.setString(1, name);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(JSON.readValue(row.getString(1), Baseline.class)) : Optional.empty();
            } catch (JsonProcessingException e) {
                throw SinkException.lasting(
                        "crosswalk.baselines holds something that this version did not write: run the version that did",
                        null);
            }
        }
    }

    /** Keeps a baseline. */
    public void remember(Connection target, Baseline baseline) throws SQLException {
        String sql = "INSERT INTO crosswalk.baselines (name, baseline) VALUES (?, ?)"
                + " ON CONFLICT (name) DO UPDATE SET baseline = EXCLUDED.baseline, taken_at = clock_timestamp()";
        try (PreparedStatement statement = target.prepareStatement(sql)) {
            statement.setString(1, name);
            statement.setString(2, JSON.writeValueAsString(baseline));
            statement.executeUpdate();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a baseline is plain values", e);
        }
    }

    /** The findings, the gravest first; none before the control schema has their table. */
    public DriftSummary findings(Connection target) throws SQLException {
        if (!exists(target, "crosswalk.drift")) {
            return DriftSummary.NONE;
        }
        List<SeenFinding> findings = new ArrayList<>();
        String sql = """
                SELECT kind, table_schema, table_name, column_name, verdict, change, remedy, seen_before::text, seen_at,
                       accepted_by, accepted_reason
                FROM crosswalk.drift WHERE name = ?
                ORDER BY accepted_at IS NOT NULL, array_position(ARRAY['STOPS', 'NEEDS_MAPPING', 'CONTINUE'], verdict), finding""";
        try (PreparedStatement statement = target.prepareStatement(sql)) {
            statement.setString(1, name);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    findings.add(new SeenFinding(
                            new Finding(
                                    Kind.valueOf(row.getString(1)),
                                    new TableId(row.getString(2), row.getString(3)),
                                    row.getString(4),
                                    Verdict.valueOf(row.getString(5)),
                                    row.getString(6),
                                    row.getString(7)),
                            Position.parse(row.getString(8)),
                            row.getTimestamp(9).toInstant(),
                            row.getString(10),
                            row.getString(11)));
                }
            }
        }
        return new DriftSummary(findings);
    }

    /**
     * Makes the findings exactly these. One that was there already keeps when it was seen first; it keeps that it was accepted as long as
     * it says the same. The connection must be in autocommit.
     */
    void replace(Connection target, List<Finding> findings, Position seen, DriftCheck.Permission permission)
            throws SQLException {
        target.setAutoCommit(false);
        try {
            if (permission.isGiven(target)) {
                forgetOthers(target, findings);
                for (Finding finding : findings) {
                    keep(target, finding, seen);
                }
            }
            target.commit();
        } catch (SQLException e) {
            target.rollback();
            throw e;
        } finally {
            target.setAutoCommit(true);
        }
    }

    private void forgetOthers(Connection target, List<Finding> findings) throws SQLException {
        try (PreparedStatement statement =
                target.prepareStatement("DELETE FROM crosswalk.drift WHERE name = ? AND finding <> ALL (?)")) {
            statement.setString(1, name);
            statement.setArray(
                    2,
                    target.createArrayOf(
                            "text", findings.stream().map(Finding::name).toArray()));
            statement.executeUpdate();
        }
    }

    private void keep(Connection target, Finding finding, Position seen) throws SQLException {
        String sql = """
                INSERT INTO crosswalk.drift AS d (name, finding, kind, table_schema, table_name, column_name, verdict, change,
                                                  remedy, seen_before)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?::pg_lsn)
                ON CONFLICT (name, finding) DO UPDATE SET verdict = EXCLUDED.verdict, change = EXCLUDED.change,
                    remedy = EXCLUDED.remedy, seen_before = EXCLUDED.seen_before, seen_at = clock_timestamp(),
                    accepted_at = NULL, accepted_by = NULL, accepted_reason = NULL
                WHERE (d.verdict, d.change) IS DISTINCT FROM (EXCLUDED.verdict, EXCLUDED.change)""";
        try (PreparedStatement statement = target.prepareStatement(sql)) {
            statement.setString(1, name);
            statement.setString(2, finding.name());
            statement.setString(3, finding.kind().name());
            statement.setString(4, finding.table().schema());
            statement.setString(5, finding.table().name());
            statement.setString(6, finding.column());
            statement.setString(7, finding.verdict().name());
            statement.setString(8, finding.change());
            statement.setString(9, finding.remedy());
            statement.setString(10, seen.toString());
            statement.executeUpdate();
        }
    }

    /**
     * Says that a finding is all right, or takes that back where {@code by} is empty.
     *
     * @return false when there is no such finding
     */
    public boolean accept(Connection target, String finding, String by, String reason) throws SQLException {
        String sql = """
                UPDATE crosswalk.drift SET accepted_at = CASE WHEN ?::text = '' THEN NULL ELSE clock_timestamp() END,
                       accepted_by = nullif(?::text, ''), accepted_reason = nullif(?::text, '')
                WHERE name = ? AND finding = ?""";
        try (PreparedStatement statement = target.prepareStatement(sql)) {
            statement.setString(1, by);
            statement.setString(2, by);
            statement.setString(3, reason);
            statement.setString(4, name);
            statement.setString(5, finding);
            boolean found = statement.executeUpdate() == 1;
            Failpoint.DRIFT_ACCEPTED.reached();
            return found;
        }
    }

    private static boolean exists(Connection target, String table) throws SQLException {
        try (PreparedStatement statement = target.prepareStatement("SELECT to_regclass(?) IS NOT NULL")) {
            statement.setString(1, table);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }
}
