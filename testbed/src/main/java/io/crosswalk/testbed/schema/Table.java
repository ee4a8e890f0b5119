package io.crosswalk.testbed.schema;

import io.crosswalk.testbed.schema.CheckRule.Ordered;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A table that holds rows, or the root of a partitioned one.
 *
 * @param primaryKey empty without one
 * @param uniqueKeys the column lists of all unique indexes without expressions and predicates, the primary key's first
 * @param foreignKeys where its rows refer to
 * @param rules the conditions of its CHECKs
 */
public record Table(
        TableName name,
        List<Column> columns,
        List<String> primaryKey,
        List<List<String>> uniqueKeys,
        List<ForeignKey> foreignKeys,
        List<CheckRule> rules) {

    public Table {
        columns = List.copyOf(columns);
        primaryKey = List.copyOf(primaryKey);
        uniqueKeys = List.copyOf(uniqueKeys);
        foreignKeys = List.copyOf(foreignKeys);
        rules = List.copyOf(rules);
    }

    /** The column of that name. */
    public Column column(String column) {
        return columns.stream()
                .filter(candidate -> candidate.name().equals(column))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(name + " has no column " + column));
    }

    /** The columns that tell one row from all others: the primary key, else a unique key without nulls, else all stored columns. */
    public List<String> identity() {
        return Stream.concat(Stream.of(primaryKey), uniqueKeys.stream())
                .filter(key -> !key.isEmpty()
                        && key.stream().allMatch(column -> column(column).notNull()))
                .findFirst()
                .orElseGet(this::storedColumns);
    }

    /** All columns that the server does not compute. */
    public List<String> storedColumns() {
        return columns.stream()
                .filter(column -> !column.generated())
                .map(Column::name)
                .toList();
    }

    /** True when the column stands in a unique key. */
    public boolean isInUniqueKey(String column) {
        return uniqueKeys.stream().anyMatch(key -> key.contains(column));
    }

    /** True when the column stands in a foreign key. */
    public boolean isInForeignKey(String column) {
        return foreignKeys.stream().anyMatch(key -> key.columns().contains(column));
    }

    /** The column that a CHECK holds in order with this one. */
    public Optional<Ordered> order(String column) {
        return rules.stream()
                .filter(Ordered.class::isInstance)
                .map(Ordered.class::cast)
                .filter(order -> order.before().equals(column) || order.after().equals(column))
                .findFirst();
    }
}
