package io.crosswalk.transformer;

import io.crosswalk.pipeline.Transform;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.table.SourceTable;
import io.crosswalk.pipeline.table.TargetTable;
import io.crosswalk.pipeline.transaction.Change;
import io.crosswalk.transformer.keys.KeyStrategy.Given;
import io.crosswalk.transformer.mapping.Mapping;
import io.crosswalk.transformer.mapping.ParentReferences;
import io.crosswalk.transformer.mapping.TableMapping;
import io.crosswalk.transformer.mapping.TargetMapping;
import io.crosswalk.transformer.mapping.check.MappingCheck;
import io.crosswalk.transformer.secrets.Sealer;
import io.crosswalk.transformer.yaml.InvalidFileException;
import io.crosswalk.transformer.yaml.Problems;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The transform that a {@link Mapping} describes. Pure and immutable, safe from any thread. */
public final class MappedTransform implements Transform {

    private final Map<TableId, TableTransform> tables;
    private final List<TargetTable> targets;
    private final Set<TableId> needFullIdentity;

    private MappedTransform(
            Map<TableId, TableTransform> tables, List<TargetTable> targets, Set<TableId> needFullIdentity) {
        this.tables = Collections.unmodifiableMap(tables);
        this.targets = targets;
        this.needFullIdentity = Collections.unmodifiableSet(needFullIdentity);
    }

    /**
     * The transform of a mapping.
     *
     * @param sources the legacy tables as the catalog describes them; more than the mapping names do no harm
     * @param migrationNamespace the secret that all named keys depend on
     * @param sealer seals secrets; never called when {@link Mapping#seals} is false
     * @throws InvalidFileException when the mapping does not fit the legacy tables, with every problem
     */
    public static MappedTransform of(
            Mapping mapping, List<SourceTable> sources, UUID migrationNamespace, Sealer sealer) {
        Problems problems = new Problems("the mapping");
        MappingCheck.against(mapping, sources, problems);
        problems.throwIfAny();

        Map<TableId, SourceTable> sourceById = new LinkedHashMap<>();
        sources.forEach(source -> sourceById.put(source.id(), source));
        Resolution resolution = new Resolution(mapping, sourceById, migrationNamespace);
        ParentReferences parents = new ParentReferences(mapping, sourceById);
        Map<TableId, TableTransform> tables = new LinkedHashMap<>();
        for (TableMapping table : mapping.tables()) {
            SourceTable source = sourceById.get(table.source());
            if (table.skipped() || source == null) {
                continue;
            }
            RowFilter filter = new RowFilter(
                    table.filter(),
                    new ColumnBinding(
                            resolution,
                            new OwnRows(table.source(), source.key(), Optional.empty(), false),
                            sealer,
                            row -> "",
                            table.source() + "/where"));
            tables.put(
                    table.source(),
                    new TableTransform(
                            filter,
                            table.outputs().stream()
                                    .map(target -> new TargetTransform(
                                            target,
                                            new TargetTransform.Parents(
                                                    parents.of(table, target), parents.embedded(table, target)),
                                            resolution,
                                            ownRows(mapping, table, target, source),
                                            sealer))
                                    .toList()));
        }
        return new MappedTransform(
                tables,
                new TargetTables(mapping, resolution.paths(), parents, sourceById).all(),
                needFullIdentity(mapping, sources));
    }

    private static OwnRows ownRows(Mapping mapping, TableMapping table, TargetMapping target, SourceTable source) {
        Optional<Given> given =
                target.recordsIds() && table.keys() instanceof Given keys ? Optional.of(keys) : Optional.empty();
        return new OwnRows(table.source(), source.key(), given, mapping.isAccountOwned(table, target));
    }

    @Override
    public List<Change> apply(Change change) {
        TableTransform table = tables.get(change.table());
        return table == null ? List.of() : table.apply(change);
    }

    /** The target tables in the order of the mapping, each once. */
    public List<TargetTable> targets() {
        return targets;
    }

    /** The legacy tables that are migrated, in the order of the mapping. */
    public Set<TableId> sourceTables() {
        return tables.keySet();
    }

    /**
     * The legacy tables whose updates must carry the whole row (REPLICA IDENTITY FULL, or a source that completes rows): a target
     * column is made of several legacy columns, and one of them may be stored out of line.
     */
    public Set<TableId> needFullIdentity() {
        return needFullIdentity;
    }

    /** The same, where nothing else of a transform is wanted. */
    public static Set<TableId> needFullIdentity(Mapping mapping, List<SourceTable> sources) {
        Set<TableId> needed = new LinkedHashSet<>();
        for (SourceTable source : sources) {
            mapping.table(source.id())
                    .filter(table -> !table.skipped() && WholeImages.needed(table, source))
                    .ifPresent(table -> needed.add(table.source()));
        }
        return needed;
    }
}
