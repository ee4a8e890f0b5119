package io.crosswalk.testbed.rows;

import io.crosswalk.testbed.schema.Column;
import io.crosswalk.testbed.schema.ForeignKey;
import io.crosswalk.testbed.schema.Schema;
import io.crosswalk.testbed.schema.Table;
import io.crosswalk.testbed.schema.TableName;
import io.crosswalk.testbed.values.ValueMakers;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What the catalog says of the keys of tables. It remembers what it found out. One thread. */
public final class KnownKeys {

    private final Schema schema;
    private final Map<Table, List<List<String>>> crowded = new IdentityHashMap<>();
    private final Map<Table, List<String>> plain = new IdentityHashMap<>();

    KnownKeys(Schema schema) {
        this.schema = schema;
    }

    /** The unique keys whose values are few: references, enums, flags. For a table without any, its whole row. */
    List<List<String>> crowded(Table table) {
        return crowded.computeIfAbsent(table, KnownKeys::findCrowded);
    }

    private static List<List<String>> findCrowded(Table table) {
        List<List<String>> keys = table.uniqueKeys().isEmpty() ? List.of(table.identity()) : table.uniqueKeys();
        return keys.stream()
                .filter(key -> key.stream().noneMatch(column -> ValueMakers.isDistinct(table, table.column(column))))
                .toList();
    }

    /** The columns that name rows: they stand in the identity, or foreign keys refer to them. */
    public Set<String> naming(Table table) {
        Set<String> naming = new TreeSet<>(table.identity());
        schema.referencesTo(table.name()).forEach(key -> naming.addAll(key.referencedColumns()));
        return naming;
    }

    /** The columns that can be changed without a change of the row's name or of an order of the server's own. */
    public List<String> plain(Table table) {
        return plain.computeIfAbsent(table, this::findPlain);
    }

    private List<String> findPlain(Table table) {
        Set<String> naming = naming(table);
        return table.columns().stream()
                .filter(Column::isWritten)
                .map(Column::name)
                .filter(column -> Ties.of(table, List.of(column)).stream().noneMatch(naming::contains))
                .toList();
    }

    /** The columns of the identity that can be changed: no foreign key that refuses it refers to them. */
    public List<String> renamable(Table table) {
        Set<String> held = new TreeSet<>();
        schema.referencesTo(table.name()).stream()
                .filter(ForeignKey::holdsKey)
                .forEach(key -> held.addAll(key.referencedColumns()));
        return table.identity().stream()
                .filter(column -> table.column(column).isWritten()
                        && Ties.of(table, List.of(column)).stream().noneMatch(held::contains))
                .toList();
    }

    /** The tables whose rows a delete may take along, the table itself included. */
    public Set<TableName> reach(Table table) {
        Set<TableName> reached = new TreeSet<>();
        List<TableName> open = new ArrayList<>(List.of(table.name()));
        while (!open.isEmpty()) {
            TableName next = open.remove(open.size() - 1);
            if (reached.add(next)) {
                schema.referencesTo(next).stream()
                        .filter(key -> key.onDelete() == 'c')
                        .forEach(key -> open.add(key.child()));
            }
        }
        return reached;
    }
}
