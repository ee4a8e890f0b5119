package io.crosswalk.app.ledger;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.crosswalk.app.http.DriftJson;
import io.crosswalk.app.http.StatusJson;
import io.crosswalk.app.terminal.DriftText;
import io.crosswalk.app.terminal.Figures;
import io.crosswalk.app.terminal.StatusText;
import io.crosswalk.operations.drift.DriftLedger;
import io.crosswalk.operations.drift.finding.DriftSummary;
import io.crosswalk.operations.quarantine.QuarantineSummary;
import io.crosswalk.pipeline.progress.LoadedChunk;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.transaction.Position;
import io.crosswalk.postgres.DatabaseAddress;
import io.crosswalk.sink.backfill.ChunkLedger;
import io.crosswalk.sink.ledger.Ledger;
import io.crosswalk.sink.ledger.LedgerEntry;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the target knows about a migration while no process runs it.
 *
 * @param entry the ledger's row
 * @param loaded rows loaded by the backfill, by legacy table
 * @param quarantine what is set aside, and why
 * @param drift how the legacy schema has changed
 */
public record LedgerState(
        LedgerEntry entry, Map<TableId, Long> loaded, QuarantineSummary quarantine, DriftSummary drift) {

    public LedgerState {
        loaded = new TreeMap<>(loaded);
    }

    /** Reads it; empty when the target knows no such migration. Changes nothing. */
    public static Optional<LedgerState> read(DatabaseAddress target, String name) throws SQLException {
        try (Connection connection = target.connect("crosswalk status " + name)) {
            connection.setReadOnly(true);
            Optional<LedgerEntry> entry = new Ledger(name).read(connection);
            if (entry.isEmpty()) {
                return Optional.empty();
            }
            Map<TableId, Long> loaded = new TreeMap<>();
            List<LoadedChunk> chunks = new ChunkLedger(name).loaded(connection);
            chunks.forEach(chunk -> loaded.merge(chunk.chunk().table(), chunk.rows(), Long::sum));
            return Optional.of(new LedgerState(
                    entry.get(),
                    loaded,
                    QuarantineSummary.read(connection, name),
                    new DriftLedger(name).findings(connection)));
        }
    }

    public String phase() {
        return entry.paused() ? "paused" : entry.phase().name().toLowerCase(Locale.ROOT);
    }

    /** The fields that a running process would show and that are known here, with the same names. */
    public ObjectNode json() {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("name", entry.name());
        root.put("running", false);
        root.put("phase", phase());
        root.put("position", entry.position().toString());
        root.put("consistent", entry.isConsistent());
        Position from = entry.consistentFrom();
        Instant at = entry.consistentAt();
        root.put("consistent_from", from == null ? null : from.toString());
        root.put("consistent_at", at == null ? null : at.toString());
        root.put("last_error", entry.lastFailure());
        root.put("committed_at", entry.committedAt().toString());
        root.put("applied_at", entry.appliedAt().toString());
        root.put("transactions", entry.transactions());
        var tables = root.putArray("tables");
        loaded.forEach((table, rows) -> tables.addObject()
                .put("schema", table.schema())
                .put("table", table.name())
                .put("done", rows));
        StatusJson.writeQuarantine(quarantine, root);
        DriftJson.write(drift, root);
        return root;
    }

    public String text() {
        StringBuilder text = new StringBuilder();
        text.append(String.format("%s: no process runs; the ledger in the target says %s%n", entry.name(), phase()));
        if (entry.lastFailure() != null) {
            text.append(String.format("  it ended     %s%n", entry.lastFailure()));
        }
        text.append(String.format("  position     %s%n", entry.position()));
        text.append(String.format("  source time  %s, applied %s%n", entry.committedAt(), entry.appliedAt()));
        text.append(String.format(
                "  consistent   %s%n",
                StatusText.consistent(entry.isConsistent(), entry.consistentFrom(), entry.consistentAt())));
        text.append(String.format("  applied      %s transactions%n", Figures.count(entry.transactions())));
        text.append(String.format("  quarantine   %s%n", StatusText.quarantine(quarantine)));
        text.append(String.format("  drift        %s%n", DriftText.summary(drift)));
        if (!loaded.isEmpty()) {
            text.append(String.format("  backfill%n"));
            loaded.forEach(
                    (table, rows) -> text.append(String.format("    %-32s %s rows%n", table, Figures.count(rows))));
        }
        return text.toString();
    }
}
