package io.crosswalk.app.quarantine;

import io.crosswalk.operations.quarantine.QuarantineSummary;
import io.crosswalk.operations.quarantine.Refusals;
import io.crosswalk.pipeline.SinkException;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What is said to people when too much is set aside: how much, where, why, and what helps. Shows no value. */
final class Overflow {

    private static final String LINE = System.lineSeparator() + "  ";

    private Overflow() {}

    static SinkException ofRows(QuarantineSummary summary, long limit) {
        return refusal(
                count(summary.openRows()) + " rows wait in the quarantine, over the limit of " + count(limit)
                        + " (quarantine.max_rows)",
                summary);
    }

    static SinkException ofShare(QuarantineSummary summary, Refusals newest, int percent) {
        return refusal(
                count(newest.refused()) + " of " + count(newest.rows()) + " rows were refused, more than " + percent
                        + " per cent (quarantine.max_percent); " + count(summary.openRows())
                        + " rows wait in the quarantine",
                summary);
    }

    private static SinkException refusal(String what, QuarantineSummary summary) {
        String tables = summary.open().entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .map(table -> table.getKey() + " " + count(table.getValue()))
                .collect(Collectors.joining(", "));
        String reasons = summary.reasons().stream()
                .map(reason -> LINE + count(reason.rows()) + " " + reason.table() + ": " + reason.reason())
                .collect(Collectors.joining());
        return SinkException.lasting(
                what + ". So many say that mapping and target do not fit together." + LINE + "In " + tables
                        + "; most often:"
                        + reasons + LINE
                        + "crosswalk quarantine list shows the rows. Where the target is wrong, mend it and"
                        + " say crosswalk quarantine retry; where the mapping is, mend it and begin again under another name;"
                        + " crosswalk quarantine waive lets rows stay out; or raise the limit",
                null);
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
