package io.crosswalk.app.terminal;

import io.crosswalk.operations.drift.finding.DriftSummary;
import io.crosswalk.operations.drift.finding.SeenFinding;

import java.util.stream.Collectors;

/** How the legacy schema has changed, as text for people. */
public final class DriftText {

    private DriftText() {}

    /** For a status: none, or a line for each finding. */
    public static String summary(DriftSummary drift) {
        return drift.findings().isEmpty()
                ? "none"
                : drift.findings().stream()
                        .map(seen -> verdict(seen) + ": " + seen.finding().subject() + " "
                                + seen.finding().change() + ", before " + seen.seenBefore())
                        .collect(Collectors.joining(String.format("%n%15s", "")));
    }

    /** For a list: with the names to accept them by, and the ways out. */
    public static String list(DriftSummary drift) {
        if (drift.findings().isEmpty()) {
            return String.format("the legacy schema is what the mapping was made for%n");
        }
        StringBuilder text = new StringBuilder();
        for (SeenFinding seen : drift.findings()) {
            text.append(String.format(
                    "%s  %s%n  %s%n  seen %s, committed before %s%n",
                    seen.finding().name(), verdict(seen), seen.finding().text(), seen.seenAt(), seen.seenBefore()));
            if (seen.isAccepted()) {
                text.append(String.format("  accepted by %s: %s%n", seen.acceptedBy(), seen.acceptedReason()));
            }
        }
        return text.toString();
    }

    private static String verdict(SeenFinding seen) {
        return seen.isAccepted() ? "accepted" : seen.finding().verdict().words();
    }
}
