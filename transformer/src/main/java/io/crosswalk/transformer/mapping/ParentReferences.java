package io.crosswalk.transformer.mapping;

import io.crosswalk.pipeline.row.Lookup.Absence;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.table.EmbeddedReferences.Place;
import io.crosswalk.pipeline.table.IdMappings;
import io.crosswalk.pipeline.table.SourceTable;
import io.crosswalk.pipeline.table.TargetTable.ParentReference;
import io.crosswalk.transformer.expression.AccountOf;
import io.crosswalk.transformer.expression.Column;
import io.crosswalk.transformer.expression.Expression;
import io.crosswalk.transformer.expression.IdOf;
import io.crosswalk.transformer.expression.Reference;
import io.crosswalk.transformer.expression.reference.CompositeId;
import io.crosswalk.transformer.mapping.TargetMapping.Missing;
import io.crosswalk.transformer.parents.EmbeddedParents;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which columns refer to a parent that may be missing, where the parent would be, and what is to be done then. Immutable. */
public final class ParentReferences {

    private final Mapping mapping;
    private final Map<TableId, SourceTable> sources;

    public ParentReferences(Mapping mapping, Map<TableId, SourceTable> sources) {
        this.mapping = mapping;
        this.sources = Map.copyOf(sources);
    }

    /** The target that holds the rows of a legacy table under their new ids; one that every row has, if there is one. */
    public Optional<TargetMapping> parent(TableId source) {
        Optional<TableMapping> table = mapping.table(source);
        if (table.isEmpty()) {
            return Optional.empty();
        }
        List<TargetMapping> answering = table.get().targets().stream()
                .filter(target -> !mapping.isAccountOwned(table.get(), target) && isKeyedById(target, source))
                .toList();
        return answering.stream()
                .filter(target -> target.condition().isEmpty())
                .findFirst()
                .or(() -> answering.stream().findFirst());
    }

    private boolean isKeyedById(TargetMapping target, TableId source) {
        List<String> columns = target.idColumns(source);
        return !columns.isEmpty() && isKey(columns, source);
    }

    private boolean isKey(Collection<String> columns, TableId source) {
        SourceTable table = sources.get(source);
        return table != null && Set.copyOf(columns).equals(table.key().asSet());
    }

    /** All columns of a target whose parent may be missing. */
    public List<ParentReference> of(TableMapping table, TargetMapping target) {
        return target.columns().keySet().stream()
                .flatMap(column -> of(table, target, column).stream())
                .toList();
    }

    /** What is known of one column; empty when nobody has to look for a parent. */
    public Optional<ParentReference> of(TableMapping table, TargetMapping target, String column) {
        if (mapping.isAccountOwned(table, target)) {
            return Optional.empty();
        }
        Expression expression = target.expression(column);
        if (expression instanceof AccountOf) {
            return account(table, target, column);
        }
        if (expression instanceof IdOf id) {
            return id(table, target, column, id.table());
        }
        return expression instanceof CompositeId id ? id(table, target, column, id.table()) : Optional.empty();
    }

    /** The columns of a target that refer to several rows, or to rows of several tables, and whose parents may be missing. */
    public List<EmbeddedParents> embedded(TableMapping table, TargetMapping target) {
        return target.columns().keySet().stream()
                .flatMap(column -> embedded(table, target, column).stream())
                .toList();
    }

    private Optional<EmbeddedParents> embedded(TableMapping table, TargetMapping target, String column) {
        if (mapping.isAccountOwned(table, target)
                || !(target.expression(column) instanceof Reference reference)
                || !reference.givesAccounts()) {
            return Optional.empty();
        }
        Missing written = target.missing().get(column);
        Optional<Absence> absence = absence(written == null ? Missing.QUARANTINE : written);
        Map<TableId, Place> places = new LinkedHashMap<>();
        if (absence.isPresent()) {
            reference
                    .legacyTables()
                    .forEach(parent -> place(parent, written != null).ifPresent(place -> places.put(parent, place)));
        }
        return places.isEmpty()
                ? Optional.empty()
                : Optional.of(new EmbeddedParents(column, reference, places, absence.orElseThrow()));
    }

    /** Whom to ask for the row that an id among others names. */
    private Optional<Place> place(TableId parent, boolean anyway) {
        boolean users = mapping.accounts()
                .filter(accounts -> accounts.table().equals(parent))
                .isPresent();
        if (users || mapping.isGiven(parent)) {
            return Optional.of(
                    new Place(IdMappings.TABLE, IdMappings.NEW_ID, Optional.of(mapping.space(parent)), Place.ROOT));
        }
        return parent(parent)
                .filter(found -> anyway || found.condition().isEmpty())
                .map(found -> new Place(found.table(), found.key().names().get(0), Optional.empty(), Place.ROOT));
    }

    private Optional<ParentReference> account(TableMapping table, TargetMapping target, String column) {
        Missing policy = target.missing().getOrDefault(column, Missing.QUARANTINE);
        boolean own = mapping.isUsers(table.source()) && target.key().contains(column);
        return mapping.accounts()
                .map(accounts ->
                        recorded(column, accounts.table(), absence(policy).orElse(Absence.QUARANTINE), own));
    }

    /** A parent that is known by its record: an account, or a row whose id a legacy column holds. */
    private ParentReference recorded(String column, TableId parent, Absence absence, boolean own) {
        return new ParentReference(
                column, IdMappings.TABLE, IdMappings.NEW_ID, Optional.of(mapping.space(parent)), absence, false, own);
    }

    private Optional<ParentReference> id(TableMapping table, TargetMapping target, String column, TableId parent) {
        Missing written = target.missing().get(column);
        Expression id = target.expression(column);
        Optional<Absence> absence = absence(written == null ? usual(table, id, parent) : written);
        if (mapping.isGiven(parent)) {
            return absence.map(it -> recorded(column, parent, it, false));
        }
        boolean guaranteed = written == null && isGuaranteed(table.source(), id, parent);
        return parent(parent)
                .flatMap(found -> absence.map(it -> new ParentReference(
                        column, found.table(), found.key().names().get(0), Optional.empty(), it, guaranteed)));
    }

    private Missing usual(TableMapping table, Expression id, TableId parent) {
        boolean itself = parent.equals(table.source()) && isKey(id.columns(), parent);
        boolean tells =
                parent(parent).filter(found -> found.condition().isEmpty()).isPresent();
        return itself || !tells ? Missing.KEEP : Missing.QUARANTINE;
    }

    /** Whether the legacy database itself sees to it that the parent is there, and the parent is migrated whatever it holds. */
    private boolean isGuaranteed(TableId source, Expression id, TableId parent) {
        SourceTable child = sources.get(source);
        SourceTable described = sources.get(parent);
        boolean plain = id.arguments().stream().allMatch(Column.class::isInstance);
        if (child == null || described == null || !plain) {
            return false;
        }
        // Which column goes to which column of the key: an id is made of them in the order of the key.
        List<String> columns = id.arguments().stream()
                .map(argument -> ((Column) argument).name())
                .toList();
        List<String> key = described.key().names();
        return columns.size() == key.size()
                && mapping.table(parent).filter(TableMapping::isWhole).isPresent()
                && child.foreignKeys().stream()
                        .filter(foreign -> foreign.referenced().equals(parent)
                                && foreign.columns().size() == columns.size())
                        .anyMatch(foreign -> pairs(foreign.columns(), foreign.referencedColumns())
                                .equals(pairs(columns, key)));
    }

    private static Map<String, String> pairs(List<String> columns, List<String> referenced) {
        Map<String, String> pairs = new HashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            pairs.put(columns.get(i), referenced.get(i));
        }
        return pairs;
    }

    private static Optional<Absence> absence(Missing missing) {
        return switch (missing) {
            case NULL -> Optional.of(Absence.NULL);
            case QUARANTINE -> Optional.of(Absence.QUARANTINE);
            case FAIL -> Optional.of(Absence.FAIL);
            case KEEP -> Optional.empty();
        };
    }
}
