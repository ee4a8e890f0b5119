package io.crosswalk.app.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.crosswalk.operations.drift.finding.DriftSummary;
import io.crosswalk.operations.drift.finding.Finding;
import io.crosswalk.operations.drift.finding.Kind;
import io.crosswalk.operations.drift.finding.SeenFinding;
import io.crosswalk.operations.drift.finding.Verdict;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.transaction.Position;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How the legacy schema has changed, as the field {@code drift} of a status, and back. */
public final class DriftJson {

    private DriftJson() {}

    /** Adds the field. */
    public static void write(DriftSummary drift, ObjectNode root) {
        var findings = root.putArray("drift");
        for (SeenFinding seen : drift.findings()) {
            Finding finding = seen.finding();
            findings.addObject()
                    .put("finding", finding.name())
                    .put("kind", finding.kind().name().toLowerCase(Locale.ROOT))
                    .put("schema", finding.table().schema())
                    .put("table", finding.table().name())
                    .put("column", finding.column().isEmpty() ? null : finding.column())
                    .put("verdict", finding.verdict().name().toLowerCase(Locale.ROOT))
                    .put("change", finding.change())
                    .put("remedy", finding.remedy())
                    .put("seen_before", seen.seenBefore().toString())
                    .put("seen_at", seen.seenAt().toString())
                    .put("accepted_by", seen.acceptedBy())
                    .put("accepted_reason", seen.acceptedReason());
        }
    }

    static DriftSummary read(JsonNode root) {
        List<SeenFinding> findings = new ArrayList<>();
        for (JsonNode node : root.path("drift")) {
            findings.add(new SeenFinding(
                    new Finding(
                            Kind.valueOf(node.path("kind").asText().toUpperCase(Locale.ROOT)),
                            new TableId(
                                    node.path("schema").asText(),
                                    node.path("table").asText()),
                            node.path("column").asText(""),
                            Verdict.valueOf(node.path("verdict").asText().toUpperCase(Locale.ROOT)),
                            node.path("change").asText(),
                            node.path("remedy").asText()),
                    Position.parse(node.path("seen_before").asText()),
                    Instant.parse(node.path("seen_at").asText()),
                    node.path("accepted_by").asText(null),
                    node.path("accepted_reason").asText(null)));
        }
        return new DriftSummary(findings);
    }
}
