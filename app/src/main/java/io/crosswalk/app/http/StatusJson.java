package io.crosswalk.app.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.crosswalk.app.status.OpenTransaction;
import io.crosswalk.app.status.QuarantineLimits;
import io.crosswalk.app.status.RunPhase;
import io.crosswalk.app.status.SlotHealth;
import io.crosswalk.app.status.Status;
import io.crosswalk.app.status.TableProgress;
import io.crosswalk.app.status.Throttling;
import io.crosswalk.app.status.WalLimits;
import io.crosswalk.operations.quarantine.QuarantineSummary;
import io.crosswalk.operations.quarantine.QuarantineSummary.Reason;
import io.crosswalk.operations.quarantine.Refusals;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.transaction.Change.Operation;
import io.crosswalk.pipeline.transaction.Position;
import io.crosswalk.pipeline.transaction.Receipt.TableOperation;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A status as JSON and back. The field names are stable and described in docs/metrics.md; fields may be added. */
public final class StatusJson {

    private static final ObjectMapper JSON = new ObjectMapper();

    private StatusJson() {}

    public static ObjectNode write(Status status) {
        ObjectNode root = JSON.createObjectNode();
        root.put("name", status.name());
        root.put("running", true);
        root.put("phase", lower(status.phase()));
        root.put("started_at", status.startedAt().toString());
        root.put("at", status.at().toString());
        root.put("position", text(status.position()));
        root.put("source_end", text(status.sourceEnd()));
        root.put("consistent", status.consistent());
        root.put("consistent_from", text(status.consistentFrom()));
        root.put("consistent_at", text(status.consistentAt()));
        root.put("lag_ms", status.lag().toMillis());
        root.put("lag_bytes", status.lagBytes());
        Duration canary = status.canaryLatency();
        root.put("canary_ms", canary == null ? null : (Long) canary.toMillis());
        OpenTransaction open = status.openTransaction();
        if (open == null) {
            root.putNull("open_transaction");
        } else {
            root.putObject("open_transaction")
                    .put("rows", open.rows())
                    .put("since", open.since().toString());
        }
        root.put("transactions", status.transactions());
        root.put("rows_per_second", tenth(status.rowsPerSecond()));
        root.put("retries", status.retries());
        root.put("last_error", status.lastError());
        SlotHealth slot = status.slot();
        if (slot == null) {
            root.putNull("slot");
        } else {
            root.putObject("slot")
                    .put("retained_bytes", slot.retainedBytes())
                    .put("wal_status", slot.walStatus())
                    .put("active", slot.active());
        }
        root.putObject("wal")
                .put("warn_bytes", status.wal().warnBytes())
                .put("limit_bytes", status.wal().limitBytes())
                .put("policy", lower(status.wal().policy()));
        QuarantineLimits limits = status.quarantineLimits();
        root.putObject("quarantine_limits")
                .put("max_rows", limits.maxRows())
                .put("max_percent", limits.maxPercent())
                .put("percent_of", limits.percentOf());
        root.putObject("refusals")
                .put("rows", status.refusals().rows())
                .put("refused", status.refusals().refused());
        writeTables(status, root);
        return root;
    }

    private static double tenth(double number) {
        return Math.round(number * 10) / 10.0;
    }

    private static void writeTables(Status status, ObjectNode root) {
        var tables = root.putArray("tables");
        for (TableProgress progress : status.tables()) {
            tables.addObject()
                    .put("schema", progress.table().schema())
                    .put("table", progress.table().name())
                    .put("done", progress.done())
                    .put("expected", progress.expected())
                    .put("complete", progress.complete())
                    .put("rows_per_second", tenth(progress.rowsPerSecond()));
        }
        var rows = root.putArray("rows");
        status.rows().entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<TableOperation, Long> entry) ->
                                entry.getKey().table())
                        .thenComparing(entry -> entry.getKey().operation()))
                .forEach(entry -> rows.addObject()
                        .put("schema", entry.getKey().table().schema())
                        .put("table", entry.getKey().table().name())
                        .put("operation", lower(entry.getKey().operation()))
                        .put("rows", entry.getValue()));
        writeQuarantine(status.quarantine(), root);
        DriftJson.write(status.drift(), root);
        ObjectNode throttle =
                root.putObject("throttle").put("level", status.throttling().level());
        status.throttling().reasons().forEach(throttle.putArray("reasons")::add);
    }

    /** The fields {@code quarantined}, {@code waived} and {@code quarantine_reasons}. */
    public static void writeQuarantine(QuarantineSummary quarantine, ObjectNode root) {
        ObjectNode open = root.putObject("quarantined");
        quarantine.open().forEach(open::put);
        ObjectNode waived = root.putObject("waived");
        quarantine.waived().forEach(waived::put);
        var reasons = root.putArray("quarantine_reasons");
        quarantine
                .reasons()
                .forEach(reason -> reasons.addObject()
                        .put("table", reason.table())
                        .put("reason", reason.reason())
                        .put("rows", reason.rows()));
    }

    private static QuarantineSummary quarantine(JsonNode root) {
        List<Reason> reasons = new ArrayList<>();
        for (JsonNode node : root.path("quarantine_reasons")) {
            reasons.add(new Reason(
                    required(node, "table"),
                    required(node, "reason"),
                    node.path("rows").asLong()));
        }
        return new QuarantineSummary(counts(root.path("quarantined")), counts(root.path("waived")), reasons);
    }

    private static Map<String, Long> counts(JsonNode node) {
        Map<String, Long> counts = new HashMap<>();
        node.properties()
                .forEach(entry -> counts.put(entry.getKey(), entry.getValue().asLong()));
        return counts;
    }

    /**
     * Reads what {@link #write} wrote, also that of a newer version with more fields.
     *
     * @throws IllegalArgumentException when the text is something else
     */
    public static Status read(String text) {
        try {
            return read(JSON.readTree(text));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON");
        }
    }

    private static Status read(JsonNode root) {
        List<TableProgress> tables = new ArrayList<>();
        for (JsonNode node : root.path("tables")) {
            tables.add(new TableProgress(
                    table(node),
                    node.path("expected").asLong(),
                    node.path("done").asLong(),
                    node.path("complete").asBoolean(),
                    node.path("rows_per_second").asDouble()));
        }
        Map<TableOperation, Long> rows = new HashMap<>();
        for (JsonNode node : root.path("rows")) {
            Operation operation = Operation.valueOf(upper(required(node, "operation")));
            rows.put(
                    new TableOperation(table(node), operation),
                    node.path("rows").asLong());
        }
        JsonNode slot = root.path("slot");
        return new Status(
                required(root, "name"),
                RunPhase.valueOf(upper(required(root, "phase"))),
                instant(root, "started_at"),
                instant(root, "at"),
                tables,
                position(root, "position"),
                position(root, "source_end"),
                root.path("consistent").asBoolean(),
                position(root, "consistent_from"),
                root.path("consistent_at").isTextual() ? instant(root, "consistent_at") : null,
                Duration.ofMillis(root.path("lag_ms").asLong()),
                root.path("lag_bytes").asLong(),
                root.path("canary_ms").isNumber()
                        ? Duration.ofMillis(root.path("canary_ms").asLong())
                        : null,
                slot.isObject()
                        ? new SlotHealth(
                                slot.path("retained_bytes").asLong(),
                                required(slot, "wal_status"),
                                slot.path("active").asBoolean())
                        : null,
                limits(root.path("wal")),
                open(root.path("open_transaction")),
                root.path("transactions").asLong(),
                rows,
                quarantine(root),
                DriftJson.read(root),
                throttling(root.path("throttle")),
                quarantineLimits(root.path("quarantine_limits")),
                refusals(root.path("refusals")),
                root.path("retries").asLong(),
                root.path("rows_per_second").asDouble(),
                root.path("last_error").isTextual() ? root.path("last_error").asText() : null);
    }

    private static QuarantineLimits quarantineLimits(JsonNode limits) {
        return limits.isObject()
                ? new QuarantineLimits(
                        limits.path("max_rows").asLong(),
                        limits.path("max_percent").asInt(),
                        limits.path("percent_of").asInt())
                : QuarantineLimits.NONE;
    }

    private static @Nullable OpenTransaction open(JsonNode open) {
        return open.isObject() ? new OpenTransaction(open.path("rows").asLong(), instant(open, "since")) : null;
    }

    private static Refusals refusals(JsonNode newest) {
        return new Refusals(newest.path("rows").asLong(), newest.path("refused").asLong());
    }

    private static WalLimits limits(JsonNode wal) {
        return wal.isObject()
                ? new WalLimits(
                        wal.path("warn_bytes").asLong(),
                        wal.path("limit_bytes").asLong(),
                        WalLimits.Policy.valueOf(upper(required(wal, "policy"))))
                : WalLimits.NONE;
    }

    private static Throttling throttling(JsonNode node) {
        List<String> reasons = new ArrayList<>();
        node.path("reasons").forEach(reason -> reasons.add(reason.asText()));
        return new Throttling(node.path("level").asInt(), reasons);
    }

    private static TableId table(JsonNode node) {
        return new TableId(required(node, "schema"), required(node, "table"));
    }

    private static String required(JsonNode node, String field) {
        if (!node.path(field).isTextual()) {
            throw new IllegalArgumentException("not a status: no text in " + field);
        }
        return node.path(field).asText();
    }

    private static Instant instant(JsonNode node, String field) {
        try {
            return Instant.parse(required(node, field));
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("not a status: no time in " + field);
        }
    }

    private static @Nullable Position position(JsonNode node, String field) {
        return node.path(field).isTextual() ? Position.parse(node.path(field).asText()) : null;
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static String upper(String text) {
        return text.toUpperCase(Locale.ROOT);
    }
}
