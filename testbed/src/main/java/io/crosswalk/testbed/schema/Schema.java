package io.crosswalk.testbed.schema;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All tables of a legacy database, by name. Immutable, safe for any thread. */
public final class Schema {

    private final List<Table> tables;
    private final Map<TableName, Table> byName = new HashMap<>();

    public Schema(List<Table> tables) {
        this.tables =
                tables.stream().sorted((a, b) -> a.name().compareTo(b.name())).toList();
        tables.forEach(table -> byName.put(table.name(), table));
    }

    public List<Table> tables() {
        return tables;
    }

    /** The table of that name. */
    public Table table(TableName name) {
        Table table = byName.get(name);
        if (table == null) {
            throw new IllegalArgumentException("there is no table " + name);
        }
        return table;
    }

    /** Every foreign key that refers to a table. */
    public List<ForeignKey> referencesTo(TableName parent) {
        return foreignKeys().stream().filter(key -> key.parent().equals(parent)).toList();
    }

    /** Every foreign key. */
    public List<ForeignKey> foreignKeys() {
        return tables.stream().flatMap(table -> table.foreignKeys().stream()).toList();
    }
}
