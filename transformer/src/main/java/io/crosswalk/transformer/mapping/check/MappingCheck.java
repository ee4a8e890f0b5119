package io.crosswalk.transformer.mapping.check;

import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.table.SourceTable;
import io.crosswalk.transformer.expression.Expression;
import io.crosswalk.transformer.expression.Reference;
import io.crosswalk.transformer.expression.json.JsonIds;
import io.crosswalk.transformer.expression.reference.IdArray;
import io.crosswalk.transformer.keys.KeyStrategy.Given;
import io.crosswalk.transformer.mapping.FoldMapping;
import io.crosswalk.transformer.mapping.Mapping;
import io.crosswalk.transformer.mapping.Mapping.Accounts;
import io.crosswalk.transformer.mapping.ParentReferences;
import io.crosswalk.transformer.mapping.TableMapping;
import io.crosswalk.transformer.mapping.TargetMapping;
import io.crosswalk.transformer.mapping.TargetMapping.Missing;
import io.crosswalk.transformer.mapping.TenantPaths;
import io.crosswalk.transformer.yaml.Nearest;
import io.crosswalk.transformer.yaml.Problems;
import io.crosswalk.transformer.yaml.YamlNode;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Holds a mapping against the catalogs of both sides. Finds everything at once; changes nothing; belongs to one thread. */
public final class MappingCheck {

    private final Mapping mapping;
    private final Map<TableId, SourceTable> sources;
    private final MappedTables mapped;
    private final TenantCheck tenants;
    private final ParentReferences parents;
    private final Problems problems;
    private final Map<TableId, TableMapping> writers = new HashMap<>();

    private MappingCheck(Mapping mapping, List<SourceTable> sources, Problems problems) {
        this.mapping = mapping;
        this.sources = byId(sources);
        this.mapped = new MappedTables(mapping, problems);
        this.tenants = new TenantCheck(mapped, new TenantPaths(mapping, this.sources), problems);
        this.parents = new ParentReferences(mapping, this.sources);
        this.problems = problems;
    }

    /** Checks the mapping in itself and against the legacy tables. */
    public static void against(Mapping mapping, List<SourceTable> sources, Problems problems) {
        new MappingCheck(mapping, sources, problems).run();
    }

    /**
     * Checks the mapping in itself and against both sides.
     *
     * @param targetColumns the columns of each target table that may be written (generated ones may not)
     */
    public static void against(
            Mapping mapping, List<SourceTable> sources, Map<TableId, Set<String>> targetColumns, Problems problems) {
        against(mapping, sources, problems);
        for (TableMapping table : mapping.tables()) {
            for (TargetMapping target : table.targets()) {
                checkTarget(target, targetColumns, problems);
            }
            for (FoldMapping fold : table.folds()) {
                Set<String> known = targetColumns.getOrDefault(fold.into(), Set.of(fold.column()));
                if (!known.contains(fold.column())) {
                    problems.add(
                            YamlNode.join(fold.path(), "column"),
                            fold.into() + " has no column \"" + fold.column() + "\" that can be written",
                            Nearest.suggest(fold.column(), known));
                }
            }
        }
    }

    /**
     * Checks that columns may be null where the mapping says so: references whose parent is missing, tenants that rows do not have.
     *
     * @param notNull the columns of each target table that may not
     */
    public static void nullable(Mapping mapping, Map<TableId, Set<String>> notNull, Problems problems) {
        for (TableMapping table : mapping.tables()) {
            for (TargetMapping target : table.targets()) {
                Set<String> strict = notNull.getOrDefault(target.table(), Set.of());
                target.tenantColumn()
                        .filter(strict::contains)
                        .filter(column -> TenantPaths.mayBeNull(table, target))
                        .ifPresent(column -> problems.add(
                                YamlNode.join(table.path(), "tenant"),
                                target.table() + " has the column \"" + column
                                        + "\" as NOT NULL, and a row may have no tenant",
                                "drop NOT NULL there, or leave null out here"));
                target.missing().forEach((column, policy) -> {
                    if (policy == Missing.NULL && strict.contains(column) && isNulled(target.expression(column))) {
                        problems.add(
                                YamlNode.join(columnPath(target, column), "missing"),
                                target.table() + " has the column \"" + column + "\" as NOT NULL",
                                "drop NOT NULL there, or choose quarantine, fail or keep");
                    }
                });
            }
        }
    }

    /** Whether the column itself becomes null while a parent is missing, and not a part of it. */
    private static boolean isNulled(Expression reference) {
        return !(reference instanceof IdArray) && !(reference instanceof JsonIds);
    }

    static Map<TableId, SourceTable> byId(List<SourceTable> sources) {
        Map<TableId, SourceTable> byId = new LinkedHashMap<>();
        sources.forEach(source -> byId.put(source.id(), source));
        return byId;
    }

    private static void checkTarget(TargetMapping target, Map<TableId, Set<String>> targetColumns, Problems problems) {
        Set<String> known = targetColumns.get(target.table());
        if (known == null) {
            List<String> names = targetColumns.keySet().stream()
                    .map(id -> id.schema().equals(target.table().schema()) ? id.name() : id.toString())
                    .toList();
            problems.add(
                    YamlNode.join(target.path(), "table"),
                    "there is no target table " + target.table(),
                    Nearest.suggest(target.table().name(), names));
            return;
        }
        for (String column : target.columns().keySet()) {
            if (!known.contains(column)) {
                problems.add(
                        columnPath(target, column),
                        target.table() + " has no column \"" + column + "\" that can be written",
                        Nearest.suggest(column, known));
            }
        }
    }

    private void run() {
        mapping.tenant().ifPresent(tenants -> mapped.mustContain(tenants.table(), "tenant.table"));
        mapping.accounts().ifPresent(this::checkAccounts);
        for (TableMapping table : mapping.tables()) {
            if (!table.skipped()) {
                checkTable(table);
            }
        }
    }

    private void checkAccounts(Accounts accounts) {
        mapped.mustContain(accounts.table(), "accounts.table");
        boolean written = mapping.table(accounts.table()).stream()
                .flatMap(table -> table.targets().stream())
                .anyMatch(target -> target.table().equals(accounts.target())
                        && target.columns().containsKey(accounts.match()));
        if (!written) {
            problems.add(
                    "accounts.target",
                    "table " + mapping.space(accounts.table()) + " has no target " + accounts.target()
                            + " with the column " + accounts.match());
        }
    }

    private void checkTable(TableMapping table) {
        SourceTable source = sources.get(table.source());
        if (source == null) {
            problems.add(
                    table.path(),
                    "there is no legacy table " + table.source(),
                    mapped.nearest(table.source(), sources.keySet()));
            return;
        }
        Set<String> used = new HashSet<>(table.dropped());
        mustExist(source, YamlNode.join(table.path(), "drop"), table.dropped());
        table.tenant().ifPresent(rule -> {
            used.addAll(rule.columns());
            mustExist(source, YamlNode.join(table.path(), "tenant"), rule.columns());
            tenants.check(table, rule);
        });
        table.filter().ifPresent(filter -> {
            used.addAll(filter.columns());
            String path = YamlNode.join(table.path(), "where");
            mustExist(source, path, filter.columns());
            filter.parts()
                    .filter(Reference.class::isInstance)
                    .flatMap(part -> ((Reference) part).legacyTables().stream())
                    .forEach(referred -> mapped.mustContain(referred, path));
        });
        if (table.keys() instanceof Given given) {
            used.add(given.column());
        }
        new KeyStrategyCheck(mapping, table, source, problems).run();
        table.folds().forEach(fold -> new FoldCheck(mapping, table, fold, problems).run());
        if (source.key().size() == 0) {
            problems.add(
                    table.path(),
                    "legacy table " + mapping.space(source.id())
                            + " has no primary key and no unique index over NOT NULL columns: its updates and deletes could not"
                            + " name their row",
                    "give it one (crosswalk check has the statements), or skip the table");
        }
        for (TargetMapping target : table.outputs()) {
            checkWriter(table, target);
            target.expressions().forEach(expression -> used.addAll(expression.columns()));
            new TargetCheck(mapping, table, target, source, parents, problems).run();
            tenants.checkPath(table, target);
        }
        for (String column : source.columns().names()) {
            if (!used.contains(column)) {
                problems.add(
                        table.path(),
                        "legacy column \"" + column + "\" is neither used nor dropped",
                        "use it, or add it to drop");
            }
        }
    }

    private void mustExist(SourceTable source, String path, Collection<String> columns) {
        for (String column : columns) {
            if (!source.columns().contains(column)) {
                problems.add(
                        path,
                        "legacy table " + mapping.space(source.id()) + " has no column \"" + column + "\"",
                        Nearest.suggest(column, source.columns().names()));
            }
        }
    }

    /** One writer for each target table: whose rows would a truncate take away? */
    private void checkWriter(TableMapping table, TargetMapping target) {
        TableMapping other = writers.putIfAbsent(target.table(), table);
        if (other != null && !other.equals(table)) {
            problems.add(
                    YamlNode.join(target.path(), "table"),
                    target.table() + " is written from " + mapping.space(other.source()) + " already",
                    "give each legacy table a target table of its own");
            return;
        }
        boolean sameShape = table.outputs().stream()
                .filter(sibling -> sibling.table().equals(target.table()))
                .allMatch(sibling -> sibling.key().equals(target.key())
                        && List.copyOf(sibling.columns().keySet())
                                .equals(List.copyOf(target.columns().keySet())));
        if (!sameShape) {
            problems.add(target.path(), "the targets in " + target.table() + " have different columns or keys");
        }
    }

    static String columnPath(TargetMapping target, String column) {
        return YamlNode.join(YamlNode.join(target.path(), "columns"), column);
    }
}
