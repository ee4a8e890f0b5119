package io.crosswalk.operations.draft;

import io.crosswalk.operations.draft.table.Decisions;
import io.crosswalk.operations.draft.table.TableDraft;
import io.crosswalk.operations.draft.table.TargetDraft;

import java.util.ArrayList;
import java.util.List;

/**
 * What a draft holds, in numbers, and what somebody has to decide.
 *
 * @param tables drafted tables
 * @param skipped those of them that are left behind
 * @param references columns that hold ids of other tables
 * @param withTenant tables that lead to a tenant
 * @param severalPaths those of them that have a choice of paths
 * @param decisions what to look at, with the table it concerns
 */
public record DraftSummary(
        int tables, int skipped, int references, int withTenant, int severalPaths, List<String> decisions) {

    private static final String DECIDE = "decide: ";

    public DraftSummary {
        decisions = List.copyOf(decisions);
    }

    static DraftSummary of(List<TableDraft> tables, Decisions settled, List<String> general) {
        List<String> decisions = new ArrayList<>(general);
        for (TableDraft table : tables) {
            if (table.skipped()) {
                decisions.add(table.name() + " is left behind: " + table.notes().get(0));
            }
            table.allNotes().stream()
                    .filter(note -> note.startsWith(DECIDE))
                    .forEach(note -> decisions.add(table.name() + ": " + note.substring(DECIDE.length())));
        }
        long references = tables.stream()
                .flatMap(table -> table.targets().stream())
                .map(TargetDraft::columns)
                .flatMap(List::stream)
                .filter(column -> column.expression().contains(", of: ")
                        || column.expression().startsWith("{ account: "))
                .count();
        long withTenant =
                tables.stream().filter(table -> table.tenant().isPresent()).count();
        long several = settled.tenancy().stream()
                .flatMap(tenancy -> tables.stream()
                        .map(table -> tenancy.routes().get(table.source()))
                        .filter(route -> route != null && route.paths().size() > 1))
                .count();
        long skipped = tables.stream().filter(TableDraft::skipped).count();
        return new DraftSummary(
                tables.size(), (int) skipped, (int) references, (int) withTenant, (int) several, decisions);
    }

    /** Lines for people. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(tables + " tables, " + skipped + " of them left behind; " + references + " references; " + withTenant
                + " tables lead to a tenant, " + severalPaths + " of them by several paths");
        lines.add(decisions.isEmpty() ? "nothing to decide" : decisions.size() + " decisions to look at:");
        decisions.forEach(decision -> lines.add("  " + decision));
        return lines;
    }
}
