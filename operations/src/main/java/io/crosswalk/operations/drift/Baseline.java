package io.crosswalk.operations.drift;

import io.crosswalk.pipeline.row.Columns;
import io.crosswalk.pipeline.row.TableId;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a migration knows of the legacy schema and of its own mapping: the rows in the target were made with these. Immutable.
 *
 * @param catalog the legacy schemas
 * @param used by migrated table, the numbers of the columns that its rows were made of
 * @param full the tables whose updates have to carry the whole old row
 * @param parts by table, and once for the rest, a digest of what the mapping says
 * @param formerNames by table, the columns that were renamed since the migration began: former name and name of now
 */
public record Baseline(
        CatalogPrint catalog,
        Map<String, Set<Integer>> used,
        Set<String> full,
        Map<String, String> parts,
        Map<String, Map<String, String>> formerNames) {

    public Baseline {
        used = new TreeMap<>(used);
        full = new TreeSet<>(full);
        parts = new TreeMap<>(parts);
        formerNames = new TreeMap<>(formerNames);
    }

    /** A print and the mapping that is made for it. */
    public static Baseline of(CatalogPrint catalog, MappingUse use, Set<TableId> full, Map<String, String> parts) {
        Map<String, Set<Integer>> used = new TreeMap<>();
        for (TableId id : use.mapped()) {
            used.put(id.toString(), numbers(catalog, use, id));
        }
        Set<String> whole = new TreeSet<>();
        full.forEach(table -> whole.add(table.toString()));
        return new Baseline(catalog, used, whole, parts, Map.of());
    }

    private static Set<Integer> numbers(CatalogPrint catalog, MappingUse use, TableId id) {
        Set<Integer> numbers = new TreeSet<>();
        catalog.table(id).ifPresent(table -> {
            Set<String> names = new HashSet<>(use.columns(id));
            names.addAll(table.key());
            names.forEach(name -> table.column(name).ifPresent(column -> numbers.add(column.number())));
        });
        return numbers;
    }

    boolean hasUsed(TableId table, int column) {
        return used.getOrDefault(table.toString(), Set.of()).contains(column);
    }

    boolean needsWholeRows(TableId table) {
        return full.contains(table.toString());
    }

    /** The tables that are not what they were: a mapping may say something else about these, and about no others. */
    Set<String> changedTables(CatalogPrint now) {
        Set<String> changed = new TreeSet<>();
        for (TablePrint table : now.tables()) {
            if (catalog.table(table.id()).map(table::differsFrom).orElse(true)) {
                changed.add(table.id().toString());
            }
        }
        for (TablePrint table : catalog.tables()) {
            if (now.table(table.id()).isEmpty()) {
                changed.add(table.id().toString());
            }
        }
        return changed;
    }

    /** The parts of a mapping that say something else than before. */
    Set<String> changedParts(Map<String, String> mapping) {
        Set<String> names = new TreeSet<>(parts.keySet());
        names.addAll(mapping.keySet());
        names.removeIf(part -> parts.getOrDefault(part, "").equals(mapping.getOrDefault(part, "")));
        return names;
    }

    /** The names of now for columns that the stream still calls by former ones: rows from before they were renamed. */
    public Columns currentNames(TableId table, Columns columns) {
        Map<String, String> renamed = formerNames.getOrDefault(table.toString(), Map.of());
        return Columns.of(columns.names().stream()
                .map(name -> {
                    String current = renamed.getOrDefault(name, name);
                    return columns.contains(current) ? name : current;
                })
                .toList());
    }

    /**
     * The legacy schema of now where nothing is open, and of before where something is.
     *
     * @param open the tables with findings that matter
     * @param mapping the parts of the mapping in force
     */
    Baseline advanced(CatalogPrint now, Set<TableId> open, MappingUse use, Map<String, String> mapping) {
        List<TablePrint> tables = new ArrayList<>();
        Map<String, Set<Integer>> columns = new TreeMap<>(used);
        Map<String, Map<String, String>> names = new TreeMap<>(formerNames);
        for (TablePrint table : now.tables()) {
            if (!open.contains(table.id())) {
                tables.add(table);
                if (use.mapped().contains(table.id())) {
                    columns.put(table.id().toString(), numbers(now, use, table.id()));
                    names.put(table.id().toString(), renamed(table));
                }
            }
        }
        catalog.tables().stream().filter(table -> open.contains(table.id())).forEach(tables::add);
        // Labels are looked at with the tables that use them.
        List<EnumPrint> enums = open.isEmpty() ? now.enums() : catalog.enums();
        return new Baseline(new CatalogPrint(tables, enums), columns, full, mapping, names);
    }

    private Map<String, String> renamed(TablePrint after) {
        Map<String, String> renamed =
                new TreeMap<>(formerNames.getOrDefault(after.id().toString(), Map.of()));
        catalog.table(after.id())
                .ifPresent(before -> before.columns()
                        .forEach(column -> after.column(column.number())
                                .map(ColumnPrint::name)
                                .filter(name -> !name.equals(column.name()))
                                .ifPresent(name -> {
                                    renamed.replaceAll((former, later) -> later.equals(column.name()) ? name : later);
                                    renamed.put(column.name(), name);
                                })));
        return renamed;
    }
}
