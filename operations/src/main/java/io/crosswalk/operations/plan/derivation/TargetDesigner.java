package io.crosswalk.operations.plan.derivation;

import io.crosswalk.operations.plan.derivation.types.TypeDerivation;
import io.crosswalk.operations.plan.derivation.types.TypeDesigner;
import io.crosswalk.operations.plan.derivation.types.TypePlacement;
import io.crosswalk.operations.plan.design.ColumnDesign;
import io.crosswalk.operations.plan.design.DesignInput;
import io.crosswalk.operations.plan.design.LateConstraint;
import io.crosswalk.operations.plan.design.Names;
import io.crosswalk.operations.plan.design.Notes;
import io.crosswalk.operations.plan.design.ProfileTrigger;
import io.crosswalk.operations.plan.design.TableDesign;
import io.crosswalk.operations.plan.design.TargetDesign;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.postgres.structure.DeclaredType;
import io.crosswalk.postgres.structure.Structure;
import io.crosswalk.transformer.mapping.FoldMapping;
import io.crosswalk.transformer.mapping.Mapping;
import io.crosswalk.transformer.mapping.TableMapping;
import io.crosswalk.transformer.mapping.TargetMapping;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Puts the design of a target together. Belongs to one thread, and designs once. */
public final class TargetDesigner {

    private final DesignInput input;
    private final Mapping mapping;
    private final Notes notes = new Notes();
    private final TypePlacement placement;
    private final TypeDesigner types;
    private final List<LateConstraint> late = new ArrayList<>();
    private final Map<String, Names> names = new HashMap<>();

    private TargetDesigner(DesignInput input) {
        this.input = input;
        this.mapping = input.mapping();
        this.placement = new TypePlacement(mapping.sourceSchema(), mapping.targetSchema(), extensionSchemas());
        this.types = new TypeDesigner(input.legacy().structure(), placement);
    }

    /** Designs the target of a mapping. */
    public static TargetDesign design(DesignInput input) {
        return new TargetDesigner(input).design();
    }

    private TargetDesign design() {
        Map<TableId, TableDesign> tables = new LinkedHashMap<>();
        reserveTableNames();
        for (TableMapping table : input.mapped()) {
            for (TargetMapping target : table.targets()) {
                if (DesignInput.isOurs(target)) {
                    needTypes(table, target);
                    tables.merge(target.table(), table(table, target), TargetDesigner::merged);
                }
            }
        }
        input.mapped().stream()
                .flatMap(table -> table.folds().stream())
                .forEach(fold -> tables.computeIfPresent(fold.into(), (id, table) -> withColumn(table, fold)));
        Optional<ProfileDesigner.Profiles> profiles = new ProfileDesigner(mapping).profiles();
        profiles.ifPresent(it ->
                tables.computeIfPresent(it.trigger().profiles(), (id, table) -> withoutDemands(table, it.trigger())));
        ForeignKeyDesigner foreignKeys = new ForeignKeyDesigner(input, tables, notes);
        foreignKeys.design();
        return new TargetDesign(
                schemas(tables),
                neededExtensions(),
                types.collations(),
                types.types(),
                List.copyOf(tables.values()),
                foreignKeys.foreignKeys(),
                Stream.concat(late.stream(), foreignKeys.late().stream()).toList(),
                profiles.map(ProfileDesigner.Profiles::trigger),
                authTables(),
                types.problems(input.target().structure()),
                notes.all());
    }

    /** Where each extension is or will be: on Supabase they have a schema of their own. */
    private Map<String, String> extensionSchemas() {
        Structure target = input.target().structure();
        Map<String, String> schemas = new HashMap<>();
        input.legacy().structure().extensions().forEach((name, schema) -> {
            String wanted = target.schemas().contains("extensions")
                    ? "extensions"
                    : schema.equals(mapping.sourceSchema()) ? mapping.targetSchema() : schema;
            schemas.put(name, wanted);
        });
        schemas.putAll(target.extensions());
        return schemas;
    }

    private Map<String, String> neededExtensions() {
        Map<String, String> needed = new LinkedHashMap<>();
        types.extensions()
                .forEach(name -> needed.put(name, placement.extensions().getOrDefault(name, mapping.targetSchema())));
        return needed;
    }

    private void reserveTableNames() {
        for (TableMapping table : input.mapped()) {
            for (TargetMapping target : table.targets()) {
                namesOf(target.table().schema()).choose(target.table().name(), "");
            }
        }
    }

    private Names namesOf(String schema) {
        return names.computeIfAbsent(schema, it -> new Names());
    }

    private void needTypes(TableMapping table, TargetMapping target) {
        Structure legacy = input.legacy().structure();
        TypePlacement inPlace = new TypePlacement(mapping.sourceSchema(), mapping.sourceSchema(), legacy.extensions());
        TypeDerivation derivation =
                new TypeDerivation(legacy.table(table.source()).columns(), Set.of(), inPlace);
        target.columns().values().forEach(expression -> types.need(derivation.type(expression)));
    }

    private TableDesign table(TableMapping table, TargetMapping target) {
        List<ColumnDesign> columns = new ColumnDesigner(input, placement, types, notes).columns(table, target);
        IndexDesigner designer = new IndexDesigner(
                target,
                columns,
                new IndexDesigner.Legacy(input.legacy().structure().table(table.source()), types.moves()),
                namesOf(target.table().schema()),
                notes);
        TableDesign design = new TableDesign(
                target.table(), table.source(), columns, target.key().names(), designer.indexes(), designer.checks());
        late.addAll(designer.late());
        types.needExtensions(designer.extensions());
        return design;
    }

    /** A legacy row becomes two rows of one table: what one row guarantees, two need not. */
    private static TableDesign merged(TableDesign first, TableDesign second) {
        List<ColumnDesign> columns = new ArrayList<>();
        for (ColumnDesign column : first.columns()) {
            boolean both =
                    second.column(column.name()).map(ColumnDesign::notNull).orElse(false);
            columns.add(both ? column : column.nullable());
        }
        return new TableDesign(
                first.id(),
                first.source(),
                columns,
                first.key(),
                first.indexes().stream().filter(index -> !index.unique()).toList(),
                List.of());
    }

    /** The parent's own rows leave the column out: until it has children, its default says that it has none. */
    private static TableDesign withColumn(TableDesign table, FoldMapping fold) {
        List<ColumnDesign> columns = new ArrayList<>(table.columns());
        columns.add(new ColumnDesign(
                fold.column(), TypeDerivation.JSON, true, null, fold.isObject() ? "'{}'" : "'[]'", null, false));
        return new TableDesign(table.id(), table.source(), columns, table.key(), table.indexes(), table.checks());
    }

    /** A sign-up gives no more than the trigger writes: nothing else may be demanded, or nobody could sign up. */
    private TableDesign withoutDemands(TableDesign table, ProfileTrigger trigger) {
        List<ColumnDesign> columns = table.columns().stream()
                .map(column -> table.key().contains(column.name())
                                || column.defaultExpression() != null
                                || trigger.values()
                                        .getOrDefault(column.name(), "")
                                        .endsWith("now())")
                        ? column
                        : column.nullable())
                .toList();
        return new TableDesign(table.id(), table.source(), columns, table.key(), table.indexes(), table.checks());
    }

    private List<String> schemas(Map<TableId, TableDesign> tables) {
        Set<String> schemas = new LinkedHashSet<>();
        tables.keySet().forEach(id -> schemas.add(id.schema()));
        types.types().stream().map(DeclaredType::name).forEach(name -> schemas.add(name.schema()));
        types.collations().keySet().forEach(name -> schemas.add(name.schema()));
        schemas.addAll(neededExtensions().values());
        return List.copyOf(schemas);
    }

    private List<TableId> authTables() {
        return input.mapped().stream()
                .flatMap(table -> table.targets().stream())
                .filter(target -> !DesignInput.isOurs(target))
                .map(TargetMapping::table)
                .distinct()
                .toList();
    }
}
