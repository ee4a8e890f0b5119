package io.crosswalk.operations.draft.table;

import io.crosswalk.operations.draft.sampling.DistinctColumns;
import io.crosswalk.postgres.CatalogTable;
import io.crosswalk.postgres.MissingKey;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a draft says about a table that is skipped because it has no key: what somebody can do about it, with the statements. */
final class MissingKeyNotes {

    private MissingKeyNotes() {}

    static List<String> of(CatalogTable table, Optional<DistinctColumns> distinct) {
        List<String> notes = new ArrayList<>();
        notes.add("decide: it " + MissingKey.WHAT
                + ". Give it a key on the legacy side, remove this entry and draft again.");
        distinct.ifPresent(found -> {
            Set<String> nullable = table.columns().stream()
                    .filter(column -> !column.notNull())
                    .map(CatalogTable.Column::name)
                    .collect(Collectors.toSet());
            notes.add("In all of " + found.rows() + " sampled rows (" + String.join(", ", found.columns())
                    + ") is distinct. If it always is, this makes it the key, and holds up nobody for long:");
            notes.addAll(MissingKey.uniqueIndex(table.id(), found.columns(), nullable));
        });
        notes.add((distinct.isPresent() ? "Otherwise a column of its own" : "A column of its own")
                + " tells the rows apart. The table is locked while the server rewrites it, and an INSERT without column names"
                + " must not exist:");
        notes.add(MissingKey.lockTimeout());
        notes.add(MissingKey.addColumn(table.id()));
        return notes;
    }
}
