package io.crosswalk.postgres;

import io.crosswalk.pipeline.row.TableId;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A table as the catalog describes it at one moment.
 *
 * @param id its name
 * @param columns its columns in catalog order
 * @param primaryKey the primary key's columns; empty without one
 * @param replicaIdentity how updates and deletes name their row in the WAL
 * @param uniqueKeys the column lists of its valid, immediate, non-partial unique indexes without expressions, primary key included
 * @param foreignKeys where its columns refer to
 * @param estimatedRows the planner's estimate; -1 when never analysed
 * @param bytes size of table and TOAST in bytes
 */
public record CatalogTable(
        TableId id,
        List<Column> columns,
        List<String> primaryKey,
        ReplicaIdentity replicaIdentity,
        List<UniqueKey> uniqueKeys,
        List<ForeignKey> foreignKeys,
        long estimatedRows,
        long bytes) {

    /** {@code pg_class.relreplident}. */
    public enum ReplicaIdentity {
        DEFAULT,
        NOTHING,
        FULL,
        INDEX
    }

    /**
     * A column.
     *
     * @param type with its modifier, as {@code format_type} writes it: {@code character varying(255)}
     * @param castType what lies below all domains, without a modifier: safe in an explicit cast, where {@code varchar(2)} and a domain
     *     over it would cut silently; the assignment to the column checks length and domain afterwards
     * @param generated computed by the server; it can be neither written nor replicated
     * @param defaultExpression the default, null without one
     */
    public record Column(
            String name,
            String type,
            String castType,
            boolean notNull,
            boolean generated,
            boolean identityAlways,
            @Nullable String defaultExpression) {}

    /** A unique index: its name, its columns and whether all of them are NOT NULL. */
    public record UniqueKey(String index, List<String> columns, boolean notNull) {}

    /**
     * A foreign key: columns here, table and columns there.
     *
     * @param valid false while it is NOT VALID: rows from before may violate it
     */
    public record ForeignKey(
            String name, List<String> columns, TableId referenced, List<String> referencedColumns, boolean valid) {

        /** A valid one. */
        public ForeignKey(String name, List<String> columns, TableId referenced, List<String> referencedColumns) {
            this(name, columns, referenced, referencedColumns, true);
        }
    }

    public CatalogTable {
        Objects.requireNonNull(id, "id");
        columns = List.copyOf(columns);
        primaryKey = List.copyOf(primaryKey);
        uniqueKeys = List.copyOf(uniqueKeys);
        foreignKeys = List.copyOf(foreignKeys);
    }

    public Optional<Column> column(String name) {
        return columns.stream().filter(c -> c.name().equals(name)).findFirst();
    }

    /** Names of the columns that are stored and can be written. */
    public List<String> storedColumns() {
        return columns.stream().filter(c -> !c.generated()).map(Column::name).toList();
    }

    /** The columns that identify a row: the primary key, else the first unique key without nulls, else none. Generated ones cannot. */
    public List<String> identity() {
        return Stream.concat(
                        Stream.of(primaryKey),
                        uniqueKeys.stream().filter(UniqueKey::notNull).map(UniqueKey::columns))
                .filter(key -> !key.isEmpty() && storedColumns().containsAll(key))
                .findFirst()
                .orElse(List.of());
    }

    /** True when a set of columns is unique here. */
    public boolean isUnique(List<String> key) {
        return Stream.concat(Stream.of(primaryKey), uniqueKeys.stream().map(UniqueKey::columns))
                .anyMatch(unique -> !unique.isEmpty() && unique.size() == key.size() && unique.containsAll(key));
    }
}
