package io.crosswalk.app.commands;

import io.crosswalk.app.status.RunPhase;
import io.crosswalk.app.status.Status;
import io.crosswalk.app.status.TableProgress;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A status in one line for people: phase, rows a second; while rows are copied a bar and the time left, in all and for the table with
 * the most left; while changes are applied the lag. ASCII only.
 */
public final class ProgressLine {

    private static final int BAR = 20;

    private ProgressLine() {}

    public static String of(Status status) {
        List<String> parts = new ArrayList<>();
        switch (status.phase()) {
            case BACKFILL -> backfill(status, parts);
            case STREAMING, PAUSED -> stream(status, parts);
            case RETRYING, FAILED -> {
                String error = status.lastError();
                parts.add(error == null ? "no reason known" : error);
            }
            case STARTING, INDEXING, STOPPED -> parts.add(Figures.count(loaded(status)) + " rows loaded");
        }
        if (status.quarantinedRows() > 0) {
            parts.add(Figures.count(status.quarantinedRows()) + " rows in quarantine");
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
        parts.add("ETA " + timeLeft(expected - done, status));
        mostLeft(status)
                .ifPresent(table -> parts.add(table.table().name() + " " + Figures.percent(table.fraction()) + " ETA "
                        + timeLeft(left(table), status)));
    }

    private static void stream(Status status, List<String> parts) {
        parts.add("lag " + Figures.count(status.lag().toMillis()) + " ms, " + Figures.bytes(status.lagBytes()));
        parts.add(Figures.count(Math.round(status.rowsPerSecond())) + " rows/s");
        parts.add(Figures.count(status.transactions()) + " transactions");
        if (!status.consistent()) {
            parts.add(status.phase() == RunPhase.STREAMING ? "catching up" : "not consistent yet");
        }
    }

    private static Optional<TableProgress> mostLeft(Status status) {
        return status.tables().stream()
                .filter(table -> !table.complete())
                .max(Comparator.comparingLong(ProgressLine::left).thenComparing(TableProgress::table));
    }

    private static long left(TableProgress table) {
        return table.expected() - table.done();
    }

    private static long loaded(Status status) {
        return status.tables().stream().mapToLong(TableProgress::done).sum();
    }

    private static String timeLeft(long rows, Status status) {
        return status.rowsPerSecond() < 1 ? "unknown" : Figures.seconds(Math.round(rows / status.rowsPerSecond()));
    }
}
