package io.crosswalk.transformer.mapping;

import io.crosswalk.pipeline.row.Columns;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.transformer.expression.Column;
import io.crosswalk.transformer.expression.Expression;
import io.crosswalk.transformer.expression.IdOf;
import io.crosswalk.transformer.expression.TenantOf;
import io.crosswalk.transformer.expression.reference.CompositeId;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * One target row that a legacy row becomes.
 *
 * @param path where it stands in its file
 * @param table the target table
 * @param key the target columns that identify a row; all are among {@code columns}
 * @param condition the row exists while this is not null; empty when it always does
 * @param recordsIds whether {@code crosswalk.id_mappings} gets an entry for each row
 * @param columns the target columns, in order, and what they are made of
 * @param missing by column, what the file says about a reference whose parent is missing
 */
public record TargetMapping(
        String path,
        TableId table,
        Columns key,
        Optional<Expression> condition,
        boolean recordsIds,
        Map<String, Expression> columns,
        Map<String, Missing> missing) {

    /** What to do with a reference whose parent has no row in the target. */
    public enum Missing {
        /** Write null, until the parent arrives. */
        NULL,
        /** Set the row aside, until the parent arrives. */
        QUARANTINE,
        /** Stop the migration. */
        FAIL,
        /** Write the id without looking. */
        KEEP
    }

    public TargetMapping {
        missing = Map.copyOf(missing);
        columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
    }

    /** What a column is made of. */
    public Expression expression(String column) {
        return Objects.requireNonNull(columns.get(column), column);
    }

    /** What the columns and the condition are made of. */
    public List<Expression> expressions() {
        List<Expression> all = new ArrayList<>(columns.values());
        condition.ifPresent(all::add);
        return all;
    }

    /** The column that names the tenant, when one does. */
    public Optional<String> tenantColumn() {
        return columns.entrySet().stream()
                .filter(column -> column.getValue() instanceof TenantOf)
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** The legacy column whose id, in the key space of a table, is the whole key of this target; empty for other keys. */
    public Optional<String> idColumn(TableId source) {
        return key.size() == 1
                        && columns.get(key.names().get(0)) instanceof IdOf id
                        && id.table().equals(source)
                        && id.argument() instanceof Column column
                ? Optional.of(column.name())
                : Optional.empty();
    }

    /**
     * The legacy columns whose id, in the key space of a table, is the whole key of this target, in the order in which they make it; empty
     * for other keys.
     */
    public List<String> idColumns(TableId source) {
        if (key.size() > 1) {
            return List.of();
        }
        Expression id = expression(key.names().get(0));
        boolean own = id instanceof IdOf single && single.table().equals(source)
                || id instanceof CompositeId composite && composite.table().equals(source);
        return own && id.arguments().stream().allMatch(Column.class::isInstance)
                ? id.arguments().stream()
                        .map(argument -> ((Column) argument).name())
                        .toList()
                : List.of();
    }
}
