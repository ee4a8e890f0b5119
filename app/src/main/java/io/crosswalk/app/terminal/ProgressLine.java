package io.crosswalk.app.terminal;

import io.crosswalk.app.status.RunPhase;
import io.crosswalk.app.status.Status;
import io.crosswalk.app.status.TableProgress;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A status in one line for people: phase, rows a second; while rows are copied a bar and the time left; while changes are applied the
 * lag. While rows are copied each table has a line of its own besides. ASCII only.
 */
public final class ProgressLine {

    private static final int BAR = 20;

    private ProgressLine() {}

    public static String of(Status status) {
        List<String> parts = new ArrayList<>();
        switch (status.phase()) {
            case BACKFILL -> backfill(status, parts);
            case STREAMING, CATCHING_UP, PAUSED -> stream(status, parts);
            case RETRYING, FAILED -> {
                String error = status.lastError();
                parts.add(error == null ? "no reason known" : error);
            }
            case STARTING, INDEXING, STOPPED -> parts.add(Figures.count(loaded(status)) + " rows loaded");
        }
        if (status.quarantine().openRows() > 0) {
            parts.add(Figures.count(status.quarantine().openRows()) + " rows in quarantine");
        }
        return String.format(Locale.ROOT, "%-9s ", status.phase().name().toLowerCase(Locale.ROOT))
                + String.join(" | ", parts);
    }

    private static void backfill(Status status, List<String> parts) {
        long expected =
                status.tables().stream().mapToLong(TableProgress::expected).sum();
        long done = loaded(status);
        boolean complete = status.tables().stream().allMatch(TableProgress::complete);
        double fraction = complete ? 1 : Math.min(0.99, (double) done / Math.max(1, expected));
        parts.add(Figures.bar(fraction, BAR) + " " + Figures.percent(fraction) + " " + Figures.count(done) + " of "
                + Figures.count(expected) + " rows");
        parts.add(Figures.count(Math.round(status.rowsPerSecond())) + " rows/s");
        parts.add("ETA " + timeLeft(expected - done, status.rowsPerSecond()));
    }

    private static void stream(Status status, List<String> parts) {
        parts.add("lag " + Figures.count(status.lag().toMillis()) + " ms, " + Figures.bytes(status.lagBytes()));
        parts.add(Figures.count(Math.round(status.rowsPerSecond())) + " rows/s");
        parts.add(Figures.count(status.transactions()) + " transactions");
        open(status).ifPresent(parts::add);
        if (!status.consistent()) {
            parts.add(status.phase() == RunPhase.STREAMING ? "catching up" : "not consistent yet");
        }
    }

    /** How far the transaction is that is being applied in pieces. */
    static Optional<String> open(Status status) {
        return Optional.ofNullable(status.openTransaction())
                .map(open -> "one transaction: " + Figures.count(open.rows()) + " rows so far, for "
                        + Figures.seconds(
                                Duration.between(open.since(), status.at()).toSeconds()));
    }

    /**
     * A line for each table while rows are copied, the ones with the most left first; otherwise none.
     *
     * @param most how many lines there is room for; one of them says what had none
     */
    public static List<String> tables(Status status, int most) {
        if (status.phase() != RunPhase.BACKFILL) {
            return List.of();
        }
        List<TableProgress> sorted = status.tables().stream()
                .sorted(Comparator.comparing(TableProgress::complete)
                        .thenComparing(
                                Comparator.comparingLong(TableProgress::left).reversed())
                        .thenComparing(TableProgress::table))
                .toList();
        int shown = sorted.size() <= most ? sorted.size() : most - 1;
        int width = sorted.stream()
                .limit(shown)
                .mapToInt(table -> name(status, table).length())
                .max()
                .orElse(0);
        List<String> lines = new ArrayList<>();
        sorted.stream().limit(shown).forEach(table -> lines.add(line(name(status, table), width, table)));
        if (shown < sorted.size()) {
            long waiting = sorted.stream()
                    .skip(shown)
                    .filter(table -> !table.complete())
                    .count();
            lines.add("  and " + waiting + " smaller tables to go, " + (sorted.size() - shown - waiting) + " done");
        }
        return lines;
    }

    private static String line(String name, int width, TableProgress table) {
        return String.format(
                Locale.ROOT,
                "  %-" + Math.max(1, width) + "s %s %s %s of %s rows | %s",
                name,
                Figures.bar(table.fraction(), BAR),
                Figures.percent(table.fraction()),
                Figures.count(table.done()),
                Figures.count(table.expected()),
                table.complete() ? "done" : "ETA " + timeLeft(table.left(), table.rowsPerSecond()));
    }

    /** With the schema only where tables come from several. */
    private static String name(Status status, TableProgress table) {
        boolean several = status.tables().stream()
                        .map(any -> any.table().schema())
                        .distinct()
                        .count()
                > 1;
        return several ? table.table().toString() : table.table().name();
    }

    private static long loaded(Status status) {
        return status.tables().stream().mapToLong(TableProgress::done).sum();
    }

    private static String timeLeft(long rows, double rowsPerSecond) {
        return rowsPerSecond < 1 ? "unknown" : Figures.seconds(Math.round(rows / rowsPerSecond));
    }
}
