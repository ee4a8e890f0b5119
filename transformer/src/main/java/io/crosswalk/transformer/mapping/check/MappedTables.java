package io.crosswalk.transformer.mapping.check;

import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.transformer.mapping.Mapping;
import io.crosswalk.transformer.mapping.TableMapping;
import io.crosswalk.transformer.yaml.Nearest;
import io.crosswalk.transformer.yaml.Problems;
import org.jspecify.annotations.Nullable;

import java.util.Collection;

/**
 * The legacy tables that a mapping migrates.
 *
 * @param problems gets references to others
 */
record MappedTables(Mapping mapping, Problems problems) {

    boolean contains(TableId table) {
        return mapping.table(table).filter(found -> !found.skipped()).isPresent();
    }

    void mustContain(TableId table, String path) {
        if (!contains(table)) {
            problems.add(
                    path,
                    "table " + mapping.space(table) + " is not mapped",
                    nearest(
                            table,
                            mapping.tables().stream()
                                    .filter(it -> !it.skipped())
                                    .map(TableMapping::source)
                                    .toList()));
        }
    }

    /** A suggestion which of the known tables was meant. */
    @Nullable
    String nearest(TableId table, Collection<TableId> known) {
        return Nearest.suggest(
                mapping.space(table), known.stream().map(mapping::space).toList());
    }
}
