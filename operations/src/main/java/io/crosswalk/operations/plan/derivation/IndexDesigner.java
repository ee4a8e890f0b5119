package io.crosswalk.operations.plan.derivation;

import io.crosswalk.operations.plan.derivation.types.ExpressionText;
import io.crosswalk.operations.plan.derivation.types.TypeDerivation;
import io.crosswalk.operations.plan.design.CheckDesign;
import io.crosswalk.operations.plan.design.ColumnDesign;
import io.crosswalk.operations.plan.design.IndexDesign;
import io.crosswalk.operations.plan.design.LateConstraint;
import io.crosswalk.operations.plan.design.Names;
import io.crosswalk.operations.plan.design.Notes;
import io.crosswalk.postgres.Identifiers;
import io.crosswalk.postgres.structure.CheckConstraint;
import io.crosswalk.postgres.structure.ExclusionConstraint;
import io.crosswalk.postgres.structure.IndexStructure;
import io.crosswalk.postgres.structure.IndexStructure.Part;
import io.crosswalk.postgres.structure.QualifiedName;
import io.crosswalk.postgres.structure.TableStructure;
import io.crosswalk.postgres.structure.TypeUse;
import io.crosswalk.transformer.expression.Expression;
import io.crosswalk.transformer.expression.TenantOf;
import io.crosswalk.transformer.mapping.TargetMapping;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Designs unique keys, indexes and checks of one target from those of its legacy table. Belongs to one thread. */
final class IndexDesigner {

    private final TargetMapping target;
    private final List<ColumnDesign> columns;
    private final TableStructure legacy;
    private final Map<QualifiedName, QualifiedName> types;
    private final Names names;
    private final Notes notes;
    private final Images images;
    private final List<IndexDesign> designed = new ArrayList<>();
    private final List<LateConstraint> late = new ArrayList<>();
    private final List<String> extensions = new ArrayList<>();

    /**
     * The legacy side of a target.
     *
     * @param types where the target has the legacy types
     */
    record Legacy(TableStructure table, Map<QualifiedName, QualifiedName> types) {}

    /**
     * @param columns the target's columns
     * @param legacy the legacy side
     * @param names the relation names of the target's schema
     */
    IndexDesigner(TargetMapping target, List<ColumnDesign> columns, Legacy legacy, Names names, Notes notes) {
        this.target = target;
        this.columns = columns;
        this.legacy = legacy.table();
        this.types = legacy.types();
        this.names = names;
        this.notes = notes;
        this.images = new Images(target);
    }

    /** The unique keys and indexes of the legacy table, where their columns arrive, and one on every reference and the tenant. */
    List<IndexDesign> indexes() {
        for (IndexStructure index : legacy.indexes()) {
            if (!index.primary()) {
                Optional<IndexDesign> design = index.isPlain() ? plain(index) : computed(index);
                design.ifPresentOrElse(designed::add, () -> note(index));
            }
        }
        for (Map.Entry<String, Expression> column : target.columns().entrySet()) {
            boolean asked = column.getValue() instanceof TenantOf || Images.isReference(column.getValue());
            if (asked && !leads(column.getKey())) {
                designed.add(new IndexDesign(
                        names.choose(target.table().name(), List.of(column.getKey()), "idx"),
                        false,
                        List.of(column.getKey()),
                        "(" + Identifiers.quote(column.getKey()) + ")",
                        ""));
            }
        }
        return designed;
    }

    private void note(IndexStructure index) {
        boolean covered = index.isPlain() && isCovered(index, mapped(index));
        if (!covered && reachesTarget(index)) {
            notes.add(
                    target.table(),
                    (index.unique() ? "unique index " : "index ") + index.name()
                            + " is not carried over: its columns do not arrive as they are");
        }
    }

    /** False for an index whose columns go elsewhere: to another target of the same legacy table, or nowhere. */
    private boolean reachesTarget(IndexStructure index) {
        Set<String> read = target.columns().values().stream()
                .flatMap(expression -> expression.columns().stream())
                .collect(Collectors.toSet());
        return read.containsAll(index.columns());
    }

    private List<String> mapped(IndexStructure index) {
        return index.parts().stream()
                .map(part -> String.valueOf(part.column()))
                .flatMap(column -> images.injective(column).stream())
                .toList();
    }

    private Optional<IndexDesign> plain(IndexStructure index) {
        List<String> mapped = mapped(index);
        if (mapped.size() < index.parts().size() || isCovered(index, mapped) || hasDuplicates(mapped)) {
            return Optional.empty();
        }
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < mapped.size(); i++) {
            Part part = index.parts().get(i);
            boolean unchanged = isUnchanged(String.valueOf(part.column()), mapped.get(i));
            if (!unchanged && !index.method().equals("btree") && !index.method().equals("hash")) {
                return Optional.empty();
            }
            String modifiers = unchanged ? part.modifiers() : part.order();
            keys.add(Identifiers.quote(mapped.get(i)) + (modifiers.isEmpty() ? "" : " " + modifiers));
        }
        return Optional.of(new IndexDesign(
                names.choose(target.table().name(), mapped, index.unique() ? "key" : "idx"),
                index.unique(),
                mapped,
                definition(index, keys, ""),
                index.deferrable()));
    }

    private static boolean hasDuplicates(List<String> mapped) {
        return new HashSet<>(mapped).size() < mapped.size();
    }

    /** True when the key or an index that is designed already does the same. */
    private boolean isCovered(IndexStructure index, List<String> mapped) {
        if (mapped.size() < index.parts().size()) {
            return false;
        }
        Set<String> wanted = new HashSet<>(mapped);
        return index.unique() && wanted.equals(new HashSet<>(target.key().names()))
                || mapped.equals(target.key().names())
                || designed.stream().anyMatch(it -> it.columns().equals(mapped) && (it.unique() || !index.unique()));
    }

    private Optional<IndexDesign> computed(IndexStructure index) {
        Optional<ExpressionText> text = unchanged(index.columns()).map(renamed -> new ExpressionText(renamed, types));
        if (text.isEmpty()) {
            return Optional.empty();
        }
        List<String> keys = new ArrayList<>();
        for (Part part : index.parts()) {
            String expression = part.expression();
            Optional<String> key = expression != null
                    ? text.get()
                            .renamed(expression)
                            .map(it -> it.endsWith(")") && it.startsWith("(") ? it : "(" + it + ")")
                    : images.copy(String.valueOf(part.column())).map(Identifiers::quote);
            if (key.isEmpty()) {
                return Optional.empty();
            }
            keys.add(key.get() + (part.modifiers().isEmpty() ? "" : " " + part.modifiers()));
        }
        String predicate = index.predicate();
        Optional<String> where =
                predicate == null ? Optional.of("") : text.get().renamed(predicate);
        return where.map(condition -> new IndexDesign(
                names.choose(
                        target.table().name(),
                        index.columns().stream()
                                .flatMap(column -> images.copy(column).stream())
                                .toList(),
                        index.unique() ? "key" : "idx"),
                index.unique(),
                List.of(),
                definition(index, keys, condition.isEmpty() ? "" : " WHERE " + condition),
                ""));
    }

    private String definition(IndexStructure index, List<String> keys, String where) {
        List<String> included = index.included().stream()
                .flatMap(column -> images.injective(column).stream())
                .toList();
        return (index.method().equals("btree") ? "" : "USING " + Identifiers.quote(index.method()) + " ")
                + "(" + String.join(", ", keys) + ")"
                + (included.isEmpty() ? "" : " INCLUDE (" + Identifiers.quoteAll(included) + ")")
                + (index.nullsEqual() ? " NULLS NOT DISTINCT" : "")
                + (index.options().isEmpty() ? "" : " WITH (" + String.join(", ", index.options()) + ")")
                + where;
    }

    /** The checks of the legacy table whose columns all arrive as they are. One that is not valid there is a {@link #late} one. */
    List<CheckDesign> checks() {
        List<CheckDesign> checks = new ArrayList<>();
        for (CheckConstraint check : legacy.checks()) {
            boolean late = check.definition().endsWith("NOT VALID");
            Optional<String> definition = unchanged(check.columns())
                    .flatMap(renamed -> new ExpressionText(renamed, types).renamed(check.definition()));
            if (definition.isEmpty()) {
                notes.add(
                        target.table(),
                        "check " + check.name()
                                + " is not carried over: it calls a function of the application, or its columns do not arrive as"
                                + " they are");
            } else if (!late) {
                checks.add(new CheckDesign(check.name(), definition.get()));
            } else {
                this.late.add(new LateConstraint(target.table(), check.name(), definition.get()));
            }
        }
        exclusions();
        return checks;
    }

    private void exclusions() {
        for (ExclusionConstraint exclusion : legacy.exclusions()) {
            Optional<String> definition = exclusion.ofColumns()
                    ? unchanged(exclusion.columns())
                            .flatMap(renamed -> new ExpressionText(renamed, types).renamed(exclusion.definition()))
                    : Optional.empty();
            if (definition.isEmpty()) {
                notes.add(
                        target.table(),
                        "exclusion constraint " + exclusion.name()
                                + " is not carried over: it is made of expressions, or its columns do not arrive as they are");
                continue;
            }
            extensions.addAll(exclusion.extensions());
            List<String> columns = exclusion.columns().stream()
                    .flatMap(column -> images.copy(column).stream())
                    .toList();
            late.add(new LateConstraint(
                    target.table(), names.choose(target.table().name(), columns, "excl"), definition.get()));
        }
    }

    /** The constraints that wait for the cutover; known after {@link #checks}. */
    List<LateConstraint> late() {
        return late;
    }

    /** The extensions that they need. */
    List<String> extensions() {
        return extensions;
    }

    /** The new names of legacy columns that all arrive as they are, with their type. */
    private Optional<Map<String, String>> unchanged(List<String> legacyColumns) {
        Map<String, String> renamed = new HashMap<>();
        for (String column : legacyColumns) {
            images.copy(column).filter(name -> isUnchanged(column, name)).ifPresent(name -> renamed.put(column, name));
        }
        return renamed.size() == legacyColumns.size() ? Optional.of(renamed) : Optional.empty();
    }

    private boolean isUnchanged(String legacyColumn, String column) {
        boolean copied = images.copy(legacyColumn).filter(column::equals).isPresent();
        TypeUse before = Optional.ofNullable(legacy.columns().get(legacyColumn))
                .map(it -> it.type())
                .orElse(TypeDerivation.TEXT);
        // A timestamp that got a zone compares otherwise with literals and functions.
        return copied
                && columns.stream()
                        .filter(it -> it.name().equals(column))
                        .anyMatch(it ->
                                it.type().name() != null || it.type().text().equals(before.text()));
    }

    private boolean leads(String column) {
        return target.key().names().get(0).equals(column)
                || designed.stream()
                        .anyMatch(index -> !index.columns().isEmpty()
                                && index.columns().get(0).equals(column));
    }
}
