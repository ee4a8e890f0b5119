package io.crosswalk.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.crosswalk.operations.comparison.ComparisonReport;
import io.crosswalk.operations.comparison.TableResult;
import io.crosswalk.testbed.kamdental.LegacyApplication.Counts;

import java.util.Locale;
import java.util.Map;

/**
 * How a demo went.
 *
 * @param report both sides compared
 * @param application what the legacy application did meanwhile
 * @param transactions source transactions applied from the stream
 * @param backfilledRows legacy rows copied
 * @param backfillSeconds seconds that took
 * @param p50 half of all batches were in the target so many milliseconds after their last commit, or fewer
 * @param p99 the same for 99 of 100
 * @param seconds the whole demo
 */
record DemoSummary(
        ComparisonReport report,
        Counts application,
        long transactions,
        long backfilledRows,
        double backfillSeconds,
        long p50,
        long p99,
        double seconds) {

    boolean ok() {
        return report.isEqual();
    }

    private long backfillRate() {
        return Math.round(backfilledRows / Math.max(0.001, backfillSeconds));
    }

    /** One line. */
    String json() {
        ObjectNode root = new ObjectMapper().createObjectNode();
        root.put("ok", ok());
        ArrayNode tables = root.putArray("tables");
        for (TableResult result : report.tables()) {
            tables.addObject()
                    .put("legacy", result.source().name())
                    .put("target", result.target().toString())
                    .put("legacy_rows", result.sourceRows())
                    .put("target_rows", report.targetRows().getOrDefault(result.target(), -1L))
                    .put("quarantined_rows", result.setAside())
                    .put("differences", result.missing() + result.different());
        }
        root.put("transactions_applied", transactions);
        root.put("transactions_committed_by_application", application.committed());
        root.put("transactions_rolled_back_by_application", application.rolledBack());
        root.put("lag_p50_ms", p50);
        root.put("lag_p99_ms", p99);
        root.put("backfill_rows_per_second", backfillRate());
        root.put("quarantined_rows", quarantined());
        root.put("seconds", Math.round(seconds * 10) / 10.0);
        ArrayNode problems = root.putArray("problems");
        report.problems().forEach(problems::add);
        return root.toString();
    }

    private long quarantined() {
        return report.quarantined().values().stream().mapToLong(Long::longValue).sum();
    }

    /** For people. */
    String text() {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT, "%n  %-28s %12s    %-34s %12s%n", "legacy table", "rows", "target table", "rows"));
        for (TableResult result : report.tables()) {
            text.append(String.format(
                    Locale.ROOT,
                    "  %-28s %,12d -> %-34s %,12d  %s%n",
                    result.source().name(),
                    result.sourceRows(),
                    result.target(),
                    report.targetRows().getOrDefault(result.target(), -1L),
                    result.isEqual() ? note(result) : "DIFFERENT"));
        }
        text.append(String.format(
                Locale.ROOT,
                "%n  backfill     %,d rows at %,d rows/s%n  stream       %,d transactions, lag p50 %d ms, p99 %d ms%n"
                        + "  application  %,d transactions committed, %,d rolled back%n  quarantine   %,d rows%n%n",
                backfilledRows,
                backfillRate(),
                transactions,
                p50,
                p99,
                application.committed(),
                application.rolledBack(),
                quarantined()));
        for (Map.Entry<String, Long> table : report.quarantined().entrySet()) {
            text.append(String.format(
                    Locale.ROOT, "    %,d of %s wait in the quarantine%n", table.getValue(), table.getKey()));
        }
        if (ok()) {
            text.append("  Every value of every legacy row is in the target.\n");
        } else {
            text.append("  THE TARGET DIFFERS:\n");
            report.problems()
                    .forEach(problem -> text.append("    ").append(problem).append('\n'));
        }
        return text.toString();
    }

    private static String note(TableResult result) {
        return result.setAside() == 0
                ? "equal"
                : String.format(Locale.ROOT, "equal, %,d in quarantine", result.setAside());
    }
}
