package io.crosswalk.operations.draft;

import io.crosswalk.operations.draft.table.Decisions;
import io.crosswalk.operations.draft.table.Decisions.Tenancy;
import io.crosswalk.operations.draft.table.TableDraft;
import io.crosswalk.operations.draft.table.TableText;
import io.crosswalk.operations.draft.text.ConfigurationText;
import io.crosswalk.operations.draft.text.MappingHead;
import io.crosswalk.operations.draft.text.YamlScalar;
import io.crosswalk.pipeline.row.TableId;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Writes a whole crosswalk.yaml. */
record FreshDraft(DraftContext context, DraftRequest request, DraftSecrets secrets) {

    private static final String STEP = "  ";

    /** The tables in the order of the file: tenants, users, then by name. */
    List<TableId> order() {
        Optional<TableId> tenant = context.decisions().tenancy().map(Tenancy::table);
        Optional<TableId> users = context.decisions().users();
        return context.schema().tables().keySet().stream()
                .sorted(Comparator.<TableId, Boolean>comparing(table -> !tenant.equals(Optional.of(table)))
                        .thenComparing(table -> !users.equals(Optional.of(table)))
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    String text(List<TableDraft> tables) {
        List<String> lines = new ArrayList<>(
                ConfigurationText.lines(request.source(), request.target(), secrets.namespace(), secrets.keyset()));
        lines.add("mapping:");
        lines.addAll(TableText.indented(head().lines(), STEP));
        if (tables.isEmpty()) {
            lines.set(lines.size() - 1, STEP + "tables: {}");
        }
        for (TableDraft table : tables) {
            lines.addAll(TableText.indented(TableText.lines(table), STEP + STEP));
            lines.add("");
        }
        return String.join("\n", lines) + (tables.isEmpty() ? "\n" : "");
    }

    private MappingHead head() {
        Decisions decisions = context.decisions();
        return new MappingHead(
                context.schema().defaultSchema(),
                decisions
                        .tenancy()
                        .map(it -> "{ table: " + YamlScalar.of(context.schema().written(it.table())) + ", column: "
                                + it.column() + " }"),
                decisions
                        .users()
                        .map(table ->
                                "{ table: " + YamlScalar.of(context.schema().written(table))
                                        + ", match: email, target: auth.users }"),
                context.general());
    }
}
