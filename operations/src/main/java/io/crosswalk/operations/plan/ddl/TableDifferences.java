package io.crosswalk.operations.plan.ddl;

import io.crosswalk.operations.plan.design.CheckDesign;
import io.crosswalk.operations.plan.design.ColumnDesign;
import io.crosswalk.operations.plan.design.IndexDesign;
import io.crosswalk.operations.plan.design.Names;
import io.crosswalk.operations.plan.design.TableDesign;
import io.crosswalk.operations.plan.design.TargetDesign;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.postgres.CatalogTable;
import io.crosswalk.postgres.Identifiers;
import io.crosswalk.postgres.structure.QualifiedName;
import io.crosswalk.postgres.structure.TableStructure;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Tables that are missing, and what tables that exist lack. A table that prepare made is brought up to date as a whole; one that somebody
 * else made gets the columns and the key that the migration cannot do without, and keeps everything else as it is. Belongs to one thread.
 */
final class TableDifferences {

    private final TargetDesign design;
    private final Present present;
    private final List<String> conflicts;
    private final List<String> notes;
    private final boolean closed;
    private final Map<String, Names> names = new HashMap<>();

    TableDifferences(TargetDesign design, Present present, List<String> conflicts, List<String> notes) {
        this.design = design;
        this.present = present;
        this.conflicts = conflicts;
        this.notes = notes;
        Set<String> roles = present.schemas().structure().roles();
        // Supabase serves the tables of exposed schemas over HTTP to these two, by default privileges.
        this.closed = roles.contains("anon") && roles.contains("authenticated");
    }

    List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        List<Step> indexes = new ArrayList<>();
        for (TableDesign table : design.tables()) {
            Optional<CatalogTable> there = present.schemas().catalog().table(table.id());
            if (there.isEmpty()) {
                if (present.hasRelation(table.id().schema(), table.id().name())) {
                    conflicts.add(
                            table.id() + " exists and is no ordinary table: rename it, or name another target table");
                    continue;
                }
                steps.add(TableSteps.table(table, free(table.id(), table.id().name(), "_pkey"), closed));
                table.indexes()
                        .forEach(index ->
                                indexes.add(TableSteps.index(table.id(), index, free(table.id(), index.name(), ""))));
            } else {
                boolean ours = present.isDone(1, "table " + table.id());
                columns(table, there.get(), steps);
                key(table, there.get(), steps);
                if (ours) {
                    parts(table, steps, indexes);
                } else {
                    notes.add(table.id()
                            + ": exists already, and is not Crosswalk's: its columns and its key are compared, and its"
                            + " indexes, checks and foreign keys are left as they are");
                }
            }
        }
        steps.addAll(indexes);
        return steps;
    }

    /** A name that no relation of the schema has, and no earlier step takes. */
    private String free(TableId table, String base, String suffix) {
        Names inSchema = names.computeIfAbsent(table.schema(), schema -> {
            Names taken = new Names();
            present.schemas().structure().relations().stream()
                    .filter(relation -> relation.schema().equals(schema))
                    .map(QualifiedName::name)
                    .forEach(name -> taken.choose(name, ""));
            return taken;
        });
        return inSchema.choose(base, suffix);
    }

    private void columns(TableDesign table, CatalogTable there, List<Step> steps) {
        boolean empty = !present.occupied().contains(table.id());
        for (ColumnDesign column : table.columns()) {
            Optional<CatalogTable.Column> known = there.column(column.name());
            if (known.isPresent()) {
                compare(table.id(), column, known.get());
                if (column.ofTenant() && known.get().notNull() && !column.notNull()) {
                    steps.add(TableSteps.dropNotNull(table.id(), column.name()));
                }
            } else if (empty || !column.notNull() || column.defaultExpression() != null) {
                steps.add(TableSteps.addColumn(table.id(), column));
            } else {
                conflicts.add(table.id() + " holds rows and lacks the column " + column.name()
                        + ", which is never null: add and fill it, or empty the table");
            }
        }
        for (CatalogTable.Column column : there.columns()) {
            boolean demanded = column.notNull()
                    && column.defaultExpression() == null
                    && !column.generated()
                    && !column.identityAlways()
                    && table.column(column.name()).isEmpty();
            if (demanded && !isIdentity(table.id(), column.name())) {
                conflicts.add(
                        table.id() + " has the column " + column.name()
                                + ", which is never null, has no default, and is not in the mapping: give it a default, or map it");
            }
        }
    }

    private boolean isIdentity(TableId table, String column) {
        return Optional.ofNullable(
                        present.schemas().structure().table(table).columns().get(column))
                .map(it -> it.sequence() != null)
                .orElse(false);
    }

    private void compare(TableId table, ColumnDesign wanted, CatalogTable.Column there) {
        String what = table + ": column " + wanted.name() + " is " + there.type() + ", and the mapping gives "
                + wanted.type().text();
        if (there.generated()) {
            conflicts.add(table + ": column " + wanted.name()
                    + " is generated and cannot be written: leave it out of the mapping");
            return;
        }
        switch (TypeComparison.of(wanted.type(), there)) {
            case CONFLICT -> conflicts.add(what + ": change the column or the expression");
            case READABLE -> notes.add(what + ": rows whose value does not fit go to the quarantine");
            case SAME -> {}
        }
        if (there.notNull() && !wanted.notNull() && !wanted.ofTenant()) {
            notes.add(table + ": column " + wanted.name()
                    + " is never null here, and may be in the legacy table: such rows go to the quarantine");
        }
    }

    private void key(TableDesign table, CatalogTable there, List<Step> steps) {
        boolean arrives =
                there.columns().stream().map(CatalogTable.Column::name).toList().containsAll(table.key());
        if (arrives && there.isUnique(table.key())) {
            return;
        }
        if (present.occupied().contains(table.id())) {
            conflicts.add(table.id() + " holds rows and has no unique key on " + String.join(", ", table.key())
                    + ": add one");
            return;
        }
        boolean first = there.primaryKey().isEmpty();
        steps.add(TableSteps.addKey(
                table,
                free(table.id(), table.id().name(), first ? "_pkey" : "_crosswalk_key"),
                first ? "PRIMARY KEY" : "UNIQUE"));
    }

    private void parts(TableDesign table, List<Step> steps, List<Step> indexes) {
        TableStructure there = present.schemas().structure().table(table.id());
        for (CheckDesign check : table.checks()) {
            boolean known = there.checks().stream().anyMatch(it -> it.name().equals(check.name()));
            if (!known) {
                steps.add(TableSteps.addCheck(table.id(), check));
            }
        }
        for (IndexDesign index : table.indexes()) {
            boolean known = there.indexes().stream().anyMatch(it -> it.name().equals(index.name()))
                    || present.steps(1).stream()
                            .anyMatch(step -> step.apply()
                                    .endsWith(" ON " + Identifiers.quote(table.id()) + " " + index.definition() + ";"))
                    || present.isDone(
                            1, TableSteps.index(table.id(), index, index.name()).what());
            if (!known) {
                indexes.add(TableSteps.index(table.id(), index, free(table.id(), index.name(), "")));
            }
        }
    }
}
