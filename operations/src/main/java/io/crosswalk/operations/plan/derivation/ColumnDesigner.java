package io.crosswalk.operations.plan.derivation;

import io.crosswalk.operations.plan.derivation.types.Defaults;
import io.crosswalk.operations.plan.derivation.types.TypeDerivation;
import io.crosswalk.operations.plan.derivation.types.TypeDesigner;
import io.crosswalk.operations.plan.derivation.types.TypePlacement;
import io.crosswalk.operations.plan.design.ColumnDesign;
import io.crosswalk.operations.plan.design.DesignInput;
import io.crosswalk.operations.plan.design.Notes;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.postgres.CatalogTable;
import io.crosswalk.postgres.structure.ColumnStructure;
import io.crosswalk.postgres.structure.ColumnStructure.Sequence;
import io.crosswalk.postgres.structure.QualifiedName;
import io.crosswalk.postgres.structure.TypeUse;
import io.crosswalk.transformer.expression.Column;
import io.crosswalk.transformer.expression.Expression;
import io.crosswalk.transformer.expression.IdOf;
import io.crosswalk.transformer.expression.Reference;
import io.crosswalk.transformer.expression.TenantOf;
import io.crosswalk.transformer.expression.condition.NullIf;
import io.crosswalk.transformer.expression.reference.CompositeId;
import io.crosswalk.transformer.mapping.TableMapping;
import io.crosswalk.transformer.mapping.TargetMapping;
import io.crosswalk.transformer.mapping.TargetMapping.Missing;
import io.crosswalk.transformer.mapping.TenantPaths;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Designs the columns of a target. */
final class ColumnDesigner {

    private final DesignInput input;
    private final TypePlacement placement;
    private final TypeDesigner types;
    private final Notes notes;

    ColumnDesigner(DesignInput input, TypePlacement placement, TypeDesigner types, Notes notes) {
        this.types = types;
        this.input = input;
        this.placement = placement;
        this.notes = notes;
    }

    List<ColumnDesign> columns(TableMapping table, TargetMapping target) {
        CatalogTable legacy = input.legacyTable(table.source());
        Map<String, ColumnStructure> structure =
                input.legacy().structure().table(table.source()).columns();
        TypeDerivation derivation = new TypeDerivation(structure, neverNull(legacy, table, target), placement);
        List<ColumnDesign> columns = new ArrayList<>();
        target.columns().forEach((name, expression) -> {
            TypeUse type = derivation.type(expression);
            boolean mayWait = target.missing().get(name) == Missing.NULL;
            boolean notNull = target.key().contains(name)
                    || !mayWait && derivation.isNeverNull(expression)
                    || expression instanceof TenantOf && !TenantPaths.mayBeNull(table, target);
            Optional<CatalogTable.Column> copied = copied(legacy, expression);
            Optional<ColumnStructure> known = copied.map(column -> structure.get(column.name()));
            Sequence sequence = known.map(ColumnStructure::sequence).orElse(null);
            if (!notNull
                    && expression instanceof TenantOf tenant
                    && tenant.rule().nullable()) {
                notes.add(
                        target.table(),
                        "column " + name + " may be null: the mapping writes rows without a tenant, and policies of row"
                                + " level security that compare it show them to nobody");
            }
            columns.add(new ColumnDesign(
                    name,
                    type,
                    notNull || sequence != null,
                    known.flatMap(it -> collation(target.table(), name, it)).orElse(null),
                    sequence != null ? null : defaultOf(table, target, name, type),
                    sequence,
                    expression instanceof TenantOf));
        });
        return columns;
    }

    /** Legacy columns without nulls: by their own constraint, or because a row without a value has no such target row. */
    private static Set<String> neverNull(CatalogTable legacy, TableMapping table, TargetMapping target) {
        Set<String> columns = new HashSet<>(legacy.primaryKey());
        legacy.columns().stream()
                .filter(CatalogTable.Column::notNull)
                .map(CatalogTable.Column::name)
                .forEach(columns::add);
        Stream.concat(table.filter().stream(), target.condition().stream())
                .map(condition -> condition instanceof NullIf nullIf ? nullIf.argument() : condition)
                .filter(Column.class::isInstance)
                .map(column -> ((Column) column).name())
                .forEach(columns::add);
        return columns;
    }

    private static Optional<CatalogTable.Column> copied(CatalogTable legacy, Expression expression) {
        return expression instanceof Column column ? legacy.column(column.name()) : Optional.empty();
    }

    private Optional<String> collation(TableId table, String column, ColumnStructure legacy) {
        QualifiedName collation = legacy.collation();
        if (collation == null) {
            return Optional.empty();
        }
        if (collation.schema().equals("pg_catalog")) {
            return Optional.of(collation.quoted());
        }
        Optional<QualifiedName> placed = types.needCollation(collation);
        if (placed.isEmpty()) {
            notes.add(table, "column " + column + " has the default collation: " + collation + " cannot be described");
        }
        return placed.map(QualifiedName::quoted);
    }

    private @Nullable String defaultOf(TableMapping table, TargetMapping target, String name, TypeUse type) {
        Expression expression = target.expression(name);
        boolean ownId = target.key().size() == 1
                && target.key().contains(name)
                && (expression instanceof IdOf || expression instanceof CompositeId)
                && ((Reference) expression).legacyTables().contains(table.source());
        if (ownId) {
            // Rows that are born here after the cutover need an id, and UUIDv4 flows back (a well-formed CUID).
            return "gen_random_uuid()";
        }
        CatalogTable.Column legacy =
                copied(input.legacyTable(table.source()), expression).orElse(null);
        String text = legacy == null ? null : legacy.defaultExpression();
        if (legacy == null || text == null || Defaults.isNull(text)) {
            return null;
        }
        boolean becameZoned =
                legacy.type().startsWith("timestamp") && !legacy.type().equals(type.text());
        Optional<String> carried = Defaults.carried(text, type, becameZoned);
        if (carried.isEmpty()) {
            notes.add(
                    target.table(),
                    "column " + name + " has no default: the legacy one is no literal and not the current time");
        }
        return carried.orElse(null);
    }
}
