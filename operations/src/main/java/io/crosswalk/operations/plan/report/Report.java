package io.crosswalk.operations.plan.report;

import io.crosswalk.operations.plan.Plan;
import io.crosswalk.operations.plan.design.DesignInput;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.postgres.CatalogTable;
import io.crosswalk.transformer.expression.TenantRule;
import io.crosswalk.transformer.expression.TenantRule.Alternative;
import io.crosswalk.transformer.expression.TenantRule.Own;
import io.crosswalk.transformer.expression.TenantRule.Through;
import io.crosswalk.transformer.mapping.Mapping;
import io.crosswalk.transformer.mapping.TableMapping;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes report.md. */
public final class Report {

    private final Plan plan;
    private final Mapping mapping;
    private final StringBuilder text = new StringBuilder();

    private Report(Plan plan) {
        this.plan = plan;
        this.mapping = plan.input().mapping();
    }

    /** The report of a plan. */
    public static String of(Plan plan) {
        return new Report(plan).write();
    }

    private String write() {
        line("# Plan of the migration " + Markdown.text(plan.name()));
        list(
                "Conflicts: `crosswalk prepare` refuses until they are gone",
                plan.differences().conflicts());
        tables();
        relations();
        tenants();
        list(
                "Lost on the way back",
                "What the new schema cannot give back to the legacy one when the flow runs backwards after the cutover.",
                new Losses(mapping, plan.input().legacy().catalog()).all());
        list("Warnings", plan.design().notes());
        list("About the target as it is", plan.differences().notes());
        steps();
        return text.toString();
    }

    private void line(String line) {
        text.append(line).append('\n');
    }

    private void heading(String title) {
        line("");
        line("## " + title);
        line("");
    }

    private void list(String title, List<String> items) {
        list(title, "", items);
    }

    private void list(String title, String introduction, List<String> items) {
        if (items.isEmpty()) {
            return;
        }
        heading(title);
        if (!introduction.isEmpty()) {
            line(introduction);
            line("");
        }
        items.forEach(item -> line("* " + Markdown.text(item)));
    }

    private void tables() {
        heading("Tables");
        line(
                "Rows are the planner's estimate (`ANALYZE` the legacy database for better ones); sizes are those of tables with their large"
                        + " values, without indexes.");
        line("");
        line("| legacy table | rows | size | becomes |");
        line("|---|---:|---:|---|");
        long bytes = 0;
        for (CatalogTable table : plan.input().legacy().catalog().tables().values().stream()
                .sorted((a, b) -> a.id().compareTo(b.id()))
                .toList()) {
            bytes += mapping.table(table.id()).filter(it -> !it.skipped()).isPresent() ? table.bytes() : 0;
            line("| " + Markdown.cell(mapping.space(table.id())) + " | "
                    + (table.estimatedRows() < 0 ? "not analysed" : count(table.estimatedRows())) + " | "
                    + size(table.bytes()) + " | " + Markdown.cell(becomes(table.id())) + " |");
        }
        line("");
        line("Together " + size(bytes) + " to copy.");
    }

    private String becomes(TableId legacy) {
        return mapping.table(legacy)
                .map(table -> table.skipped()
                        ? "left behind: skip"
                        : Stream.concat(
                                                table.targets().stream()
                                                        .map(target -> target.table()
                                                                + (target.condition()
                                                                                .isPresent()
                                                                        ? " (some rows)"
                                                                        : "")),
                                                table.folds().stream()
                                                        .map(fold ->
                                                                "folded into " + fold.into() + "." + fold.column()))
                                        .collect(Collectors.joining(", "))
                                + (table.filter().isPresent() ? " (rows of its where)" : ""))
                .orElse("left behind: not in the mapping");
    }

    private void relations() {
        heading("Relations");
        line("```mermaid");
        text.append(Mermaid.diagram(plan.design()));
        line("```");
    }

    private void tenants() {
        if (mapping.tenant().isEmpty()) {
            return;
        }
        heading("Paths to the tenant");
        line("| table | its tenant |");
        line("|---|---|");
        for (TableMapping table : mapping.tables()) {
            if (!table.skipped()) {
                line("| " + Markdown.cell(mapping.space(table.source())) + " | "
                        + Markdown.cell(table.tenant()
                                .map(this::path)
                                .orElse(isTenant(table.source()) ? "is the tenant" : "none: global"))
                        + " |");
            }
        }
    }

    private boolean isTenant(TableId table) {
        return mapping.tenant().filter(it -> it.table().equals(table)).isPresent();
    }

    private String path(TenantRule rule) {
        return path(rule, new HashSet<>());
    }

    private String path(TenantRule rule, Set<TableId> seen) {
        return rule.alternatives().stream()
                        .map(alternative -> way(alternative, seen))
                        .collect(Collectors.joining(", else "))
                + (rule.nullable() ? ", else none" : "");
    }

    private String way(Alternative alternative, Set<TableId> seen) {
        if (alternative instanceof Own own) {
            return own.column();
        }
        if (!(alternative instanceof Through through)) {
            return "the same for every row";
        }
        String here = through.column() + " -> " + mapping.space(through.parent());
        Optional<TenantRule> next = mapping.table(through.parent()).flatMap(TableMapping::tenant);
        if (next.isEmpty() || !seen.add(through.parent())) {
            return here;
        }
        String further = path(next.get(), seen);
        return here
                + (next.get().alternatives().size() == 1 && !next.get().nullable()
                        ? " -> " + further
                        : " -> (" + further + ")");
    }

    private void steps() {
        heading("Phases");
        line("| phase | | steps |");
        line("|---|---|---:|");
        plan.phases()
                .forEach(phase -> line("| " + phase.number() + " | " + Markdown.cell(phase.title()) + " | "
                        + (phase.steps().isEmpty() ? "" : phase.steps().size()) + " |"));
        line("");
        line(
                "`crosswalk prepare` takes the steps of phases 1 and 4 and writes down those of phase 3, which `crosswalk run` builds after"
                        + " the backfill. Objects of the schema " + DesignInput.AUTH + " are never made or changed.");
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    static String size(long bytes) {
        if (bytes < 1 << 20) {
            return Math.max(bytes / 1024, bytes > 0 ? 1 : 0) + " kB";
        }
        return bytes < 1 << 30
                ? String.format(Locale.ROOT, "%.1f MB", bytes / (double) (1 << 20))
                : String.format(Locale.ROOT, "%.1f GB", bytes / (double) (1 << 30));
    }
}
