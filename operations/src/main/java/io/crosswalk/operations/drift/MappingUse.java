package io.crosswalk.operations.drift;

import io.crosswalk.pipeline.row.Columns;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.table.SourceTable;
import io.crosswalk.transformer.expression.Expression;
import io.crosswalk.transformer.expression.condition.ValueMap;
import io.crosswalk.transformer.keys.KeyStrategy.Given;
import io.crosswalk.transformer.mapping.Mapping;
import io.crosswalk.transformer.mapping.TableMapping;
import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a mapping takes from the legacy schema: which tables, which columns, which labels. Immutable. */
public final class MappingUse {

    private final Map<TableId, TableMapping> tables = new LinkedHashMap<>();
    private final Map<TableId, Set<String>> columns = new LinkedHashMap<>();

    public MappingUse(Mapping mapping) {
        for (TableMapping table : mapping.tables()) {
            tables.put(table.source(), table);
            if (!table.skipped()) {
                columns.put(table.source(), used(table));
            }
        }
    }

    private static Set<String> used(TableMapping table) {
        Set<String> used = new TreeSet<>();
        table.tenant().ifPresent(rule -> used.addAll(rule.columns()));
        table.expressions().forEach(expression -> used.addAll(expression.columns()));
        if (table.keys() instanceof Given given) {
            used.add(given.column());
        }
        return used;
    }

    /** The legacy schemas that hold what is mapped. */
    public Set<String> schemas() {
        return tables.keySet().stream().map(TableId::schema).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The migrated tables. */
    Set<TableId> mapped() {
        return columns.keySet();
    }

    /** True when the mapping says anything about a table, also that it is skipped. */
    boolean names(TableId table) {
        return tables.containsKey(table);
    }

    /** The columns that something is made of; a table's key, which every row is found by, counts only where the mapping names it. */
    public Set<String> columns(TableId table) {
        return columns.getOrDefault(table, Set.of());
    }

    /** True when the mapping leaves the column behind explicitly. */
    public boolean drops(TableId table, String column) {
        return dropped(table).contains(column);
    }

    /**
     * A legacy table as a migration that began earlier reads it: without the columns that the mapping says nothing about, which are
     * drift's business.
     */
    public SourceTable seen(SourceTable table) {
        return columns.containsKey(table.id()) && table.key().size() > 0 ? narrowed(table) : table;
    }

    /** A mapping that leaves behind only what is still there. */
    public static Mapping fitted(Mapping mapping, List<SourceTable> sources) {
        Map<TableId, SourceTable> known =
                sources.stream().collect(Collectors.toMap(SourceTable::id, Function.identity()));
        return new Mapping(
                mapping.sourceSchema(),
                mapping.targetSchema(),
                mapping.keys(),
                mapping.tenant(),
                mapping.accounts(),
                mapping.tables().stream()
                        .map(table -> fitted(table, known.get(table.source())))
                        .toList());
    }

    private static TableMapping fitted(TableMapping table, @Nullable SourceTable source) {
        return source == null
                ? table
                : new TableMapping(
                        table.path(),
                        table.source(),
                        table.skipped(),
                        table.keys(),
                        table.filter(),
                        table.tenant(),
                        table.global(),
                        table.targets(),
                        table.folds(),
                        table.dropped().stream()
                                .filter(source.columns()::contains)
                                .toList());
    }

    private boolean isKnown(SourceTable table, String column) {
        return columns(table.id()).contains(column)
                || dropped(table.id()).contains(column)
                || table.key().contains(column);
    }

    private SourceTable narrowed(SourceTable table) {
        return new SourceTable(
                table.id(),
                Columns.of(table.columns().names().stream()
                        .filter(name -> isKnown(table, name))
                        .toList()),
                table.key(),
                table.types(),
                table.foreignKeys(),
                table.estimatedRows());
    }

    private List<String> dropped(TableId table) {
        TableMapping mapping = tables.get(table);
        return mapping == null ? List.of() : mapping.dropped();
    }

    /** True when a value map that knows no other values reads the column, and lacks the label. */
    boolean refuses(TableId table, String column, String label) {
        TableMapping mapping = tables.get(table);
        List<Expression> expressions = mapping == null ? List.of() : mapping.expressions();
        return expressions.stream()
                .flatMap(Expression::parts)
                .anyMatch(part -> part instanceof ValueMap map
                        && map.otherwise().isEmpty()
                        && map.columns().contains(column)
                        && !map.values().containsKey(label));
    }
}
