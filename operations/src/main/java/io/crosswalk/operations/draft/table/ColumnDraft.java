package io.crosswalk.operations.draft.table;

import java.util.List;

/**
 * One column of a target table.
 *
 * @param name in the target
 * @param expression what it is made of, as YAML
 * @param notes comment lines above it
 */
public record ColumnDraft(String name, String expression, List<String> notes) {

    public ColumnDraft {
        notes = List.copyOf(notes);
    }

    ColumnDraft(String name, String expression) {
        this(name, expression, List.of());
    }
}
