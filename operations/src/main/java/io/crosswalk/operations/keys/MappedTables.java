package io.crosswalk.operations.keys;

import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.transformer.mapping.Mapping;
import io.crosswalk.transformer.mapping.TableMapping;
import io.crosswalk.transformer.yaml.Nearest;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Finds a table of a mapping by the name that somebody typed: legacy or target, with or without its schema. */
public final class MappedTables {

    private MappedTables() {}

    /**
     * The mapping of a table: by its legacy name, else by the name of a target table that it writes.
     *
     * @throws UnknownKeyException when the mapping names no such table, with the nearest name
     */
    public static TableMapping named(Mapping mapping, String name) {
        Optional<TableMapping> bySource =
                first(mapping, table -> isCalled(table.source(), name, mapping.sourceSchema()));
        return bySource.or(() -> first(
                        mapping,
                        table -> table.targets().stream()
                                .anyMatch(target -> isCalled(target.table(), name, mapping.targetSchema()))))
                .filter(table -> !table.skipped())
                .orElseThrow(() -> unknown(mapping, name));
    }

    private static Optional<TableMapping> first(Mapping mapping, Predicate<TableMapping> wanted) {
        return mapping.tables().stream().filter(wanted).findFirst();
    }

    private static boolean isCalled(TableId table, String name, String defaultSchema) {
        return table.toString().equals(name)
                || table.schema().equals(defaultSchema) && table.name().equals(name);
    }

    private static UnknownKeyException unknown(Mapping mapping, String name) {
        List<String> known = mapping.tables().stream()
                .filter(table -> !table.skipped())
                .flatMap(table -> Stream.concat(
                        Stream.of(mapping.space(table.source())),
                        table.targets().stream().map(target -> targetName(mapping, target.table()))))
                .distinct()
                .toList();
        String suggestion = Nearest.suggest(name, known);
        return new UnknownKeyException("the mapping has no table \"" + name + "\", neither legacy nor target"
                + (suggestion == null ? ". It has " + String.join(", ", known) : ": " + suggestion));
    }

    private static String targetName(Mapping mapping, TableId table) {
        return table.schema().equals(mapping.targetSchema()) ? table.name() : table.toString();
    }
}
