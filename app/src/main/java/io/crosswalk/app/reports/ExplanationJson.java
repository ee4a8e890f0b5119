package io.crosswalk.app.reports;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.crosswalk.operations.explain.Explanation;
import io.crosswalk.operations.explain.Explanation.TargetColumn;
import io.crosswalk.operations.explain.Explanation.TargetRow;
import io.crosswalk.operations.explain.Explanation.Waiting;

import java.util.Locale;

/** One row explained, for programs. Values are text or null; secrets are masked as on the page. */
public final class ExplanationJson {

    private ExplanationJson() {}

    public static String of(Explanation explanation) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("table", explanation.table().toString());
        root.put("key", explanation.key());
        root.put("exists", explanation.exists());
        ObjectNode legacy = root.putObject("legacy");
        explanation.legacy().forEach(field -> legacy.put(field.column(), field.value()));
        ArrayNode targets = root.putArray("targets");
        explanation.targets().forEach(target -> target(targets.addObject(), target));
        ArrayNode tenant = root.putArray("tenant");
        explanation.tenant().forEach(tenant::add);
        ArrayNode ids = root.putArray("id_mappings");
        explanation
                .ids()
                .forEach(entry -> ids.addObject()
                        .put("table_name", entry.space())
                        .put("old_id", entry.oldId())
                        .put("new_id", entry.newId())
                        .put("created", entry.created()));
        ArrayNode quarantine = root.putArray("quarantine");
        explanation.quarantine().forEach(waiting -> waiting(quarantine.addObject(), waiting));
        explanation
                .ledger()
                .ifPresent(ledger -> root.putObject("migration")
                        .put("phase", ledger.phase().name().toLowerCase(Locale.ROOT))
                        .put("position", ledger.position().toString())
                        .put("committed_at", ledger.committedAt().toString())
                        .put("consistent", ledger.isConsistent()));
        ArrayNode hints = root.putArray("notes");
        explanation.hints().forEach(hints::add);
        return root.toString();
    }

    private static void target(ObjectNode node, TargetRow target) {
        node.put("table", target.table().toString());
        node.put("key", target.key());
        node.put("state", target.state().name().toLowerCase(Locale.ROOT));
        node.put("when", target.condition().orElse(null));
        node.put("folded_into", target.folded().orElse(null));
        ArrayNode columns = node.putArray("columns");
        for (TargetColumn column : target.columns()) {
            ObjectNode child = columns.addObject();
            child.put("column", column.column());
            child.put("expression", column.expression());
            ArrayNode from = child.putArray("from");
            column.from().forEach(from::add);
            child.put("computed", column.computed());
            child.put("found", column.found());
            child.put("agrees", column.agrees().orElse(null));
        }
    }

    private static void waiting(ObjectNode node, Waiting waiting) {
        node.put("target", waiting.target());
        node.put("reason", waiting.reason());
        ArrayNode waits = node.putArray("waits_for");
        waiting.waitsFor().forEach(waits::add);
        node.put("attempts", waiting.attempts());
        node.put("first_seen", waiting.firstSeen());
        node.put("last_seen", waiting.lastSeen());
    }
}
