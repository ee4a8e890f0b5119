package io.crosswalk.app.reports;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.crosswalk.operations.check.Finding;
import io.crosswalk.operations.check.Severity;
import io.crosswalk.operations.check.preflight.CheckReport;
import io.crosswalk.operations.check.preflight.CheckReport.Result;

import java.util.Locale;

/** What a check found, for programs: {@code name}, {@code blocks}, {@code counts}, {@code looked_at}, {@code findings}. */
public final class CheckJson {

    private CheckJson() {}

    public static String of(CheckReport report) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("name", report.name());
        root.put("blocks", report.blocks());
        ObjectNode counts = root.putObject("counts");
        for (Severity severity : Severity.values()) {
            counts.put(name(severity), report.findings(severity).size());
        }
        ArrayNode subjects = root.putArray("looked_at");
        ArrayNode findings = root.putArray("findings");
        for (Result result : report.results()) {
            subjects.add(result.subject());
            for (Finding finding : result.findings()) {
                findings.addObject()
                        .put("severity", name(finding.severity()))
                        .put("subject", result.subject())
                        .put("where", finding.where())
                        .put("what", finding.what())
                        .put("why", finding.why())
                        .put("remedy", finding.remedy());
            }
        }
        return root.toString();
    }

    private static String name(Severity severity) {
        return severity.name().toLowerCase(Locale.ROOT);
    }
}
