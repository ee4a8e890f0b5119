package io.crosswalk.app.terminal;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.crosswalk.operations.quarantine.QuarantineList;
import io.crosswalk.operations.quarantine.QuarantinedRow;
import io.crosswalk.operations.quarantine.Waiver;

/** The quarantine as a page for people, and as JSON. */
public final class QuarantineText {

    private QuarantineText() {}

    public static String of(QuarantineList list) {
        if (list.total() == 0) {
            return String.format("the quarantine is empty%n");
        }
        StringBuilder text = new StringBuilder();
        for (QuarantinedRow row : list.rows()) {
            text.append(String.format("%s, from %s %s%n", row.table(), row.sourceTable(), row.sourceKey()));
            line(text, "key", row.key());
            line(text, "reason", row.reason());
            if (!row.waitsFor().isEmpty()) {
                line(text, "waits for", String.join(", ", row.waitsFor()));
            }
            if (row.position() != null) {
                line(text, "came with", row.position());
            }
            line(
                    text,
                    "since",
                    row.since() + ", tried " + Figures.count(row.attempts())
                            + (row.attempts() == 1 ? " time" : " times, last " + row.lastTried())
                            + (row.retryRequested() ? ", to be tried again" : ""));
            row.waiver()
                    .ifPresent(waiver ->
                            line(text, "waived", "by " + waiver.by() + ", " + waiver.at() + ": " + waiver.reason()));
        }
        text.append(String.format(
                "%s, %s of them waived%s%n",
                Figures.rows(list.total()),
                Figures.count(list.waived()),
                list.rows().size() < list.total()
                        ? "; the first " + Figures.count(list.rows().size()) + " are shown (--limit, --table)"
                        : ""));
        return text.toString();
    }

    private static void line(StringBuilder text, String label, String value) {
        text.append(String.format("  %-10s %s%n", label, value));
    }

    public static ObjectNode json(QuarantineList list) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("total", list.total());
        root.put("waived", list.waived());
        var rows = root.putArray("rows");
        for (QuarantinedRow row : list.rows()) {
            ObjectNode node = rows.addObject()
                    .put("table", row.table())
                    .put("key", row.key())
                    .put("source_table", row.sourceTable())
                    .put("source_key", row.sourceKey())
                    .put("reason", row.reason());
            row.waitsFor().forEach(node.putArray("waits_for")::add);
            node.put("position", row.position());
            node.put("since", row.since().toString())
                    .put("last_tried", row.lastTried().toString())
                    .put("attempts", row.attempts())
                    .put("retry_requested", row.retryRequested());
            Waiver waiver = row.waiver().orElse(null);
            if (waiver == null) {
                node.putNull("waiver");
            } else {
                node.putObject("waiver")
                        .put("by", waiver.by())
                        .put("reason", waiver.reason())
                        .put("at", waiver.at().toString());
            }
        }
        return root;
    }
}
