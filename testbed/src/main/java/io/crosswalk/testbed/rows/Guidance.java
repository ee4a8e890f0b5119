package io.crosswalk.testbed.rows;

import io.crosswalk.testbed.schema.Table;
import io.crosswalk.testbed.schema.TableName;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the catalog of a schema does not say.
 *
 * @param schemas whose tables are meant
 * @param untouched tables that are neither filled nor written
 * @param truncated work tables that the application empties with TRUNCATE
 * @param softReferences ids without a foreign key
 * @param rows how many rows some tables begin with, where the usual number does not fit
 * @param usualRows how many rows the others begin with
 */
public record Guidance(
        Set<String> schemas,
        Set<TableName> untouched,
        Set<TableName> truncated,
        List<SoftReference> softReferences,
        Map<TableName, Integer> rows,
        int usualRows) {

    public Guidance {
        schemas = Set.copyOf(schemas);
        untouched = Set.copyOf(untouched);
        truncated = Set.copyOf(truncated);
        softReferences = List.copyOf(softReferences);
        rows = Map.copyOf(rows);
    }

    /** Nothing is known but the schemas. */
    public static Guidance none(Set<String> schemas) {
        return new Guidance(schemas, Set.of(), Set.of(), List.of(), Map.of(), 100);
    }

    /** The same, with other tables that are left alone. */
    public Guidance leaving(Set<TableName> tables) {
        return new Guidance(schemas, tables, truncated, softReferences, rows, usualRows);
    }

    /** The same, with further tables that are left alone. */
    public Guidance alsoLeaving(Set<TableName> tables) {
        Set<TableName> all = new HashSet<>(untouched);
        all.addAll(tables);
        return leaving(all);
    }

    /** The same, with so many times the rows. */
    public Guidance scaled(double factor) {
        Map<TableName, Integer> scaled = new HashMap<>();
        rows.forEach((table, number) -> scaled.put(table, (int) Math.max(2, number * factor)));
        return new Guidance(
                schemas, untouched, truncated, softReferences, scaled, (int) Math.max(2, usualRows * factor));
    }

    int rowsOf(Table table) {
        return rows.getOrDefault(table.name(), usualRows);
    }

    List<SoftReference> softReferencesOf(Table table) {
        return softReferences.stream()
                .filter(reference -> reference.table().equals(table.name()))
                .toList();
    }
}
