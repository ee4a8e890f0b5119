package io.crosswalk.app.terminal;

import io.crosswalk.app.status.SlotHealth;
import io.crosswalk.app.status.Status;
import io.crosswalk.app.status.TableProgress;
import io.crosswalk.app.status.WalLimits;
import io.crosswalk.operations.quarantine.QuarantineSummary;
import io.crosswalk.operations.quarantine.Refusals;
import io.crosswalk.pipeline.transaction.Position;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A status as a page for people. */
public final class StatusText {

    private static final int BAR = 20;

    private StatusText() {}

    public static String of(Status status) {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                "%s: %s, for %s%n",
                status.name(),
                status.phase().name().toLowerCase(Locale.ROOT),
                Figures.seconds(
                        Duration.between(status.startedAt(), status.at()).toSeconds())));
        line(text, "position", position(status));
        Duration canary = status.canaryLatency();
        line(
                text,
                "lag",
                Figures.count(status.lag().toMillis()) + " ms, " + Figures.bytes(status.lagBytes())
                        + (canary == null ? "" : "; canary " + Figures.count(canary.toMillis()) + " ms"));
        line(text, "consistent", consistent(status.consistent(), status.consistentFrom(), status.consistentAt()));
        long rows = status.rows().values().stream().mapToLong(Long::longValue).sum();
        line(
                text,
                "applied",
                Figures.count(status.transactions()) + " transactions, " + Figures.count(rows) + " rows; now "
                        + Figures.count(Math.round(status.rowsPerSecond())) + " rows/s, "
                        + Figures.count(status.retries())
                        + " retries");
        ProgressLine.open(status).ifPresent(open -> line(text, "open", open));
        line(text, "slot", slot(status));
        if (status.throttling().level() > 0) {
            line(
                    text,
                    "throttled",
                    "to 1/" + (1 << status.throttling().level()) + ": "
                            + String.join("; ", status.throttling().reasons()));
        }
        line(text, "drift", DriftText.summary(status.drift()));
        line(text, "quarantine", quarantine(status.quarantine()) + refused(status));
        String error = status.lastError();
        line(text, "last error", error == null ? "none" : error);
        tables(text, status);
        return text.toString();
    }

    /** Whether the target shows one commit of the source, from where on, and since when. */
    public static String consistent(boolean consistent, @Nullable Position from, @Nullable Instant at) {
        if (from == null) {
            return "no: the backfill is not complete";
        }
        return consistent
                ? "yes, from " + from + " on" + (at == null ? "" : ", since " + at)
                : "no: from " + from + " on";
    }

    /** The counts, largest first, and a line for each of the most frequent reasons. */
    public static String quarantine(QuarantineSummary quarantine) {
        String waived = quarantine.waivedRows() == 0 ? "" : Figures.count(quarantine.waivedRows()) + " waived";
        if (quarantine.openRows() == 0) {
            return waived.isEmpty() ? "empty" : waived;
        }
        String counts = quarantine.open().entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .map(entry -> entry.getKey() + " " + Figures.count(entry.getValue()))
                .collect(Collectors.joining(", "));
        String reasons = quarantine.reasons().stream()
                .map(reason -> String.format(
                        "%n%15s%s %s: %s", "", Figures.count(reason.rows()), reason.table(), reason.reason()))
                .collect(Collectors.joining());
        return Figures.count(quarantine.openRows()) + " rows: " + counts
                + (waived.isEmpty() ? "" : "; besides " + waived) + reasons;
    }

    private static String refused(Status status) {
        Refusals newest = status.refusals();
        return newest.refused() == 0
                ? ""
                : String.format(
                        Locale.ROOT,
                        "%n%15s%s of the newest %s rows were refused (%.1f %%)",
                        "",
                        Figures.count(newest.refused()),
                        Figures.count(newest.rows()),
                        newest.percent());
    }

    private static void tables(StringBuilder text, Status status) {
        if (status.tables().isEmpty()) {
            return;
        }
        text.append(String.format("  backfill%n"));
        int width = status.tables().stream()
                .mapToInt(table -> table.table().toString().length())
                .max()
                .orElse(0);
        status.tables().stream()
                .sorted(Comparator.comparing(TableProgress::table))
                .forEach(table -> text.append(String.format(
                        "    %-" + width + "s  %s %s  %s of %s rows%n",
                        table.table(),
                        Figures.bar(table.fraction(), BAR),
                        Figures.percent(table.fraction()),
                        Figures.count(table.done()),
                        Figures.count(table.expected()))));
    }

    private static String position(Status status) {
        Position position = status.position();
        Position end = status.sourceEnd();
        return (position == null ? "not known yet" : position.toString()) + (end == null ? "" : ", source at " + end);
    }

    private static String slot(Status status) {
        SlotHealth slot = status.slot();
        return slot == null
                ? "not known yet"
                : (slot.active() ? "active" : "not active") + ", wal_status " + slot.walStatus() + ", keeps "
                        + Figures.bytes(slot.retainedBytes()) + " of WAL"
                        + pressure(status.wal(), slot.retainedBytes());
    }

    private static String pressure(WalLimits wal, long retained) {
        if (wal.isOverLimit(retained)) {
            return ", OVER the limit of " + Figures.bytes(wal.limitBytes()) + " ("
                    + wal.policy().name().toLowerCase(Locale.ROOT) + ")";
        }
        return wal.isOverWarning(retained) ? ", more than " + Figures.bytes(wal.warnBytes()) : "";
    }

    private static void line(StringBuilder text, String label, String value) {
        text.append(String.format("  %-12s %s%n", label, value));
    }
}
