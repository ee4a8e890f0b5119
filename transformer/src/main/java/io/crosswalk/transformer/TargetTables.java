package io.crosswalk.transformer;

import io.crosswalk.pipeline.row.Columns;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.table.EmbeddedReferences;
import io.crosswalk.pipeline.table.SourceTable;
import io.crosswalk.pipeline.table.TargetTable;
import io.crosswalk.pipeline.table.TargetTable.Account;
import io.crosswalk.pipeline.table.TargetTable.Fold;
import io.crosswalk.pipeline.table.TargetTable.Inherited;
import io.crosswalk.pipeline.table.TargetTable.ParentReference;
import io.crosswalk.transformer.expression.AccountOf;
import io.crosswalk.transformer.expression.Column;
import io.crosswalk.transformer.expression.Expression;
import io.crosswalk.transformer.expression.Reference;
import io.crosswalk.transformer.expression.Seal;
import io.crosswalk.transformer.expression.TenantOf;
import io.crosswalk.transformer.expression.TenantRule.Through;
import io.crosswalk.transformer.mapping.FoldMapping;
import io.crosswalk.transformer.mapping.Mapping;
import io.crosswalk.transformer.mapping.ParentReferences;
import io.crosswalk.transformer.mapping.TableMapping;
import io.crosswalk.transformer.mapping.TargetMapping;
import io.crosswalk.transformer.mapping.TenantPaths;
import io.crosswalk.transformer.parents.EmbeddedParents;
import io.crosswalk.transformer.secrets.Sealer;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Describes the target tables of a mapping to the sink. */
final class TargetTables {

    /** How the names of types begin whose text is a number. */
    private static final List<String> NUMBERS =
            List.of("smallint", "integer", "bigint", "numeric", "real", "double precision");

    private final Mapping mapping;
    private final TenantPaths paths;
    private final ParentReferences parents;
    private final Map<TableId, SourceTable> sources;

    TargetTables(Mapping mapping, TenantPaths paths, ParentReferences parents, Map<TableId, SourceTable> sources) {
        this.sources = sources;
        this.mapping = mapping;
        this.paths = paths;
        this.parents = parents;
    }

    /** Every target table once, in the order of the mapping. */
    List<TargetTable> all() {
        Map<TableId, TargetTable> tables = new LinkedHashMap<>();
        for (TableMapping source : mapping.tables()) {
            for (TargetMapping target : source.targets()) {
                tables.merge(target.table(), describe(source, target, Optional.empty()), TargetTables::merged);
            }
            for (FoldMapping fold : source.folds()) {
                tables.put(fold.rows().table(), describe(source, fold.rows(), Optional.of(fold(source, fold))));
            }
        }
        return List.copyOf(tables.values());
    }

    private Fold fold(TableMapping source, FoldMapping fold) {
        TargetMapping into = mapping.target(fold.into()).orElseThrow();
        SourceTable described = sources.get(source.source());
        Map<String, String> types = described == null ? Map.of() : described.types();
        boolean numeric = Optional.ofNullable(fold.rows().columns().get(Fold.ORDER))
                .filter(Column.class::isInstance)
                .map(order -> ((Column) order).name())
                .map(column -> types.getOrDefault(column, ""))
                .filter(type -> NUMBERS.stream().anyMatch(type::startsWith))
                .isPresent();
        return new Fold(fold.into(), into.key().names().get(0), fold.column(), fold.isObject(), numeric);
    }

    private TargetTable describe(TableMapping source, TargetMapping target, Optional<Fold> fold) {
        List<Inherited> inherited = paths.throughs(source).stream()
                .flatMap(path -> paths.inherited(source, target, path).stream())
                .toList();
        return new TargetTable(
                target.table(),
                Columns.of(List.copyOf(target.columns().keySet())),
                target.key(),
                target.recordsIds() ? Optional.of(mapping.space(source.source())) : Optional.empty(),
                account(source, target),
                inherited,
                readsFrom(target),
                fingerprints(target),
                target.recordsIds() && mapping.isGiven(source.source()),
                parents.of(source, target),
                parents.embedded(source, target).stream()
                        .map(EmbeddedParents::described)
                        .toList(),
                fold);
    }

    private Optional<Account> account(TableMapping source, TargetMapping target) {
        if (!mapping.isAccountOwned(source, target)) {
            return Optional.empty();
        }
        Optional<String> match =
                mapping.accounts().filter(it -> mapping.isAccountTable(target)).map(Mapping.Accounts::match);
        Mapping.Accounts accounts = mapping.accounts().orElseThrow();
        return Optional.of(
                new Account(mapping.space(source.source()), match, accounts.creation(), accounts.withoutMatch()));
    }

    private static Map<String, Integer> fingerprints(TargetMapping target) {
        Map<String, Integer> lengths = new HashMap<>();
        target.columns().forEach((column, expression) -> {
            if (expression instanceof Seal && !target.key().contains(column)) {
                lengths.put(column, Sealer.FINGERPRINT_END);
            }
        });
        return lengths;
    }

    private Set<TableId> readsFrom(TargetMapping target) {
        Set<TableId> tables = new HashSet<>();
        for (Expression expression : target.expressions()) {
            expression.parts().flatMap(this::readBy).forEach(tables::add);
        }
        return tables;
    }

    private Stream<TableId> readBy(Expression expression) {
        if (expression instanceof AccountOf) {
            return mapping.accounts().stream().map(Mapping.Accounts::target);
        }
        if (expression instanceof Reference reference) {
            return Stream.concat(
                    recorders(reference.legacyTables()),
                    reference.givesAccounts()
                                    && reference.legacyTables().stream().anyMatch(mapping::isUsers)
                            ? mapping.accounts().stream().map(Mapping.Accounts::target)
                            : Stream.of());
        }
        if (expression instanceof TenantOf tenant) {
            return Stream.concat(recorders(waypoints(tenant)), parents(tenant));
        }
        return Stream.empty();
    }

    /** The target tables whose rows record given ids. */
    private Stream<TableId> recorders(Collection<TableId> legacyTables) {
        return legacyTables.stream()
                .filter(mapping::isGiven)
                .flatMap(table -> mapping.recorder(table).stream())
                .map(TargetMapping::table);
    }

    private List<TableId> waypoints(TenantOf tenant) {
        List<TableId> tables = new ArrayList<>();
        mapping.tenant().map(Mapping.Tenants::table).ifPresent(tables::add);
        tenant.rule().alternatives().stream()
                .filter(Through.class::isInstance)
                .map(way -> ((Through) way).parent())
                .forEach(tables::add);
        return tables;
    }

    private Stream<TableId> parents(TenantOf tenant) {
        return tenant.rule().alternatives().stream()
                .filter(Through.class::isInstance)
                .map(way -> ((Through) way).parent())
                .filter(parent -> !paths.isTenantTable(parent))
                .flatMap(parent -> paths.parent(parent).stream())
                .map(parent -> parent.target().table());
    }

    /** A legacy row may become two rows of one target table. */
    private static TargetTable merged(TargetTable first, TargetTable second) {
        Set<TableId> readsFrom = new HashSet<>(first.readsFrom());
        readsFrom.addAll(second.readsFrom());
        List<Inherited> inherited = new ArrayList<>(first.inherited());
        second.inherited().stream().filter(it -> !inherited.contains(it)).forEach(inherited::add);
        List<ParentReference> references = new ArrayList<>(first.references());
        second.references().stream().filter(it -> !references.contains(it)).forEach(references::add);
        List<EmbeddedReferences> embedded = new ArrayList<>(first.embedded());
        second.embedded().stream()
                .filter(it ->
                        embedded.stream().noneMatch(other -> other.column().equals(it.column())))
                .forEach(embedded::add);
        return new TargetTable(
                first.id(),
                first.columns(),
                first.key(),
                first.idSpace().or(second::idSpace),
                first.account(),
                inherited,
                readsFrom,
                first.fingerprints(),
                first.givenIds() || second.givenIds(),
                references,
                embedded,
                Optional.empty());
    }
}
