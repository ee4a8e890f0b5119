package io.crosswalk.operations.plan.report;

import io.crosswalk.operations.plan.design.ForeignKeyDesign;
import io.crosswalk.operations.plan.design.TableDesign;
import io.crosswalk.operations.plan.design.TargetDesign;
import io.crosswalk.pipeline.row.TableId;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** The target's tables and foreign keys as a Mermaid flowchart, whose nodes may have any name (those of an erDiagram may not). */
final class Mermaid {

    private Mermaid() {}

    static String diagram(TargetDesign design) {
        Set<TableId> tables = new LinkedHashSet<>();
        design.tables().stream().map(TableDesign::id).forEach(tables::add);
        design.foreignKeys().forEach(key -> tables.add(key.referenced()));
        Map<TableId, String> nodes = new LinkedHashMap<>();
        tables.forEach(table -> nodes.put(table, "t" + nodes.size()));
        String schema =
                design.tables().isEmpty() ? "" : design.tables().get(0).id().schema();
        StringBuilder text = new StringBuilder("flowchart LR\n");
        nodes.forEach((table, node) -> text.append("  ")
                .append(node)
                .append("[\"")
                .append(label(table.schema().equals(schema) ? table.name() : table.toString()))
                .append("\"]\n"));
        for (ForeignKeyDesign key : design.foreignKeys()) {
            text.append("  ")
                    .append(nodes.get(key.table()))
                    .append(" -->|\"")
                    .append(label(String.join(", ", key.columns())))
                    .append("\"| ")
                    .append(nodes.get(key.referenced()))
                    .append('\n');
        }
        return text.toString();
    }

    private static String label(String name) {
        return name.replace("#", "#35;")
                .replace("\"", "#quot;")
                .replace("<", "#lt;")
                .replace(">", "#gt;")
                .replace("`", "#96;")
                .replaceAll("\\R|[\\x00-\\x1f]", " ");
    }
}
