package io.crosswalk.app.reports;

import io.crosswalk.operations.check.Finding;
import io.crosswalk.operations.check.Severity;
import io.crosswalk.operations.check.preflight.CheckReport;

import java.util.List;

/** What a check found, as a page for somebody who has to act on it: what blocks first, each finding with what mends it. */
public final class CheckText {

    private static final int WIDTH = 100;
    private static final String INDENT = "      ";

    private CheckText() {}

    /** The whole page; lines that are to be copied are never broken. */
    public static String of(CheckReport report) {
        StringBuilder text = new StringBuilder();
        List<Finding> blockers = report.findings(Severity.BLOCKER);
        List<Finding> warnings = report.findings(Severity.WARNING);
        List<Finding> notes = report.findings(Severity.NOTE);
        group(text, "BLOCKERS: crosswalk run cannot begin, or cannot be right, before these are mended", blockers);
        group(text, "WARNINGS: it runs, but somebody should know these", warnings);
        group(text, "NOTES", notes);
        text.append(String.format(
                "%s: %s, %s, %s; %d things looked at, nothing changed%n",
                report.name(),
                count(blockers.size(), "blocker"),
                count(warnings.size(), "warning"),
                count(notes.size(), "note"),
                report.results().size()));
        text.append(String.format(
                "%s%n",
                report.blocks()
                        ? "Not ready. Mend the blockers and check again."
                        : "Ready: crosswalk run -c crosswalk.yaml"));
        return text.toString();
    }

    private static void group(StringBuilder text, String title, List<Finding> findings) {
        if (findings.isEmpty()) {
            return;
        }
        text.append(String.format("%s%n%n", title));
        int number = 1;
        for (Finding finding : findings) {
            text.append(String.format("%4d. %s%n", number++, finding.where()));
            paragraph(text, finding.what());
            paragraph(text, "Why: " + finding.why());
            if (finding.remedy() != null) {
                text.append(String.format("%sMend: %s%n", INDENT, finding.remedy()));
            }
            text.append(System.lineSeparator());
        }
    }

    private static void paragraph(StringBuilder text, String words) {
        StringBuilder line = new StringBuilder(INDENT);
        for (String word : words.split(" ")) {
            if (line.length() + word.length() > WIDTH && line.length() > INDENT.length()) {
                text.append(line.toString().stripTrailing()).append(System.lineSeparator());
                line = new StringBuilder(INDENT);
            }
            line.append(word).append(' ');
        }
        text.append(line.toString().stripTrailing()).append(System.lineSeparator());
    }

    private static String count(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
