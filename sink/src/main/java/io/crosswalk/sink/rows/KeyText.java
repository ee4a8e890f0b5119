package io.crosswalk.sink.rows;

import io.crosswalk.pipeline.row.Key;
import io.crosswalk.pipeline.table.TargetTable;

import java.util.List;

import static io.crosswalk.postgres.Identifiers.quote;

/** {@link Key#text} in SQL: the one text by which the control schema names a row. */
public final class KeyText {

    private KeyText() {}

    /** The key of a row {@code c} of a table. */
    public static String of(TargetTable table) {
        return joined(table.key().names().stream()
                .map(column -> "c." + quote(column) + "::text")
                .toList());
    }

    /** Expressions of type text, joined as {@link Key#joined} does. */
    public static String joined(List<String> values) {
        return values.size() == 1
                ? values.get(0)
                : String.join(
                        " || ',' || ", values.stream().map(KeyText::escaped).toList());
    }

    private static String escaped(String value) {
        return "replace(replace(" + value + ", '\\', '\\\\'), ',', '\\,')";
    }
}
