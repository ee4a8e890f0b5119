package io.crosswalk.operations.draft.table;

import java.util.List;
import java.util.Optional;

/**
 * One target table of a legacy table.
 *
 * @param table its name as a mapping writes it
 * @param key the columns of its key; {@code [id]} is the language's default
 * @param when the condition under which a row exists, as YAML
 */
public record TargetDraft(String table, List<String> key, Optional<String> when, List<ColumnDraft> columns) {

    /** The key that need not be written. */
    public static final List<String> DEFAULT_KEY = List.of("id");

    public TargetDraft {
        key = List.copyOf(key);
        columns = List.copyOf(columns);
    }
}
