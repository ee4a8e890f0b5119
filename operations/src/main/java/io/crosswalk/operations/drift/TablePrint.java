package io.crosswalk.operations.drift;

import io.crosswalk.pipeline.row.TableId;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A legacy table at one moment.
 *
 * @param oid tells it from another one of the same name
 * @param identity {@code relreplident}
 * @param storage persistence and access method
 * @param files {@code relfilenode} of the table or of each leaf partition, by oid. A rewrite gives a new one, and so do VACUUM FULL,
 *     CLUSTER and TRUNCATE
 * @param key the columns that identify a row
 * @param columns in catalog order
 * @param attributes how many columns it has ever had ({@code relnatts}); 0 where an older version took the print
 */
record TablePrint(
        String schema,
        String name,
        long oid,
        String identity,
        String storage,
        Map<String, Long> files,
        List<String> key,
        List<ColumnPrint> columns,
        int attributes) {

    TablePrint {
        files = Map.copyOf(files);
        key = List.copyOf(key);
        columns = List.copyOf(columns);
    }

    TableId id() {
        return new TableId(schema, name);
    }

    Optional<ColumnPrint> column(String wanted) {
        return columns.stream().filter(column -> column.name().equals(wanted)).findFirst();
    }

    Optional<ColumnPrint> column(int number) {
        return columns.stream().filter(column -> column.number() == number).findFirst();
    }

    /** True when a file of rows that both know was exchanged. */
    boolean isStoredAnew(TablePrint before) {
        return before.files.entrySet().stream()
                .anyMatch(file ->
                        files.containsKey(file.getKey()) && !Objects.equals(files.get(file.getKey()), file.getValue()));
    }

    /** True when DDL left a trace, also where it changed nothing in the end: a column that was added and dropped again. */
    boolean wasAltered(TablePrint before) {
        return differsFrom(before) || attributes != before.attributes || !columns.equals(before.columns);
    }

    /** True when DDL changed something that can be seen. */
    boolean differsFrom(TablePrint before) {
        return oid != before.oid
                || !identity.equals(before.identity)
                || !storage.equals(before.storage)
                || !key.equals(before.key)
                || !columns.stream()
                        .map(ColumnPrint::shape)
                        .toList()
                        .equals(before.columns.stream().map(ColumnPrint::shape).toList());
    }
}
