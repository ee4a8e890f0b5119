package io.crosswalk.transformer;

import io.crosswalk.pipeline.row.Columns;
import io.crosswalk.pipeline.row.Key;
import io.crosswalk.pipeline.row.Lookup;
import io.crosswalk.pipeline.row.Refusal;
import io.crosswalk.pipeline.row.Row;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.table.TargetTable.ParentReference;
import io.crosswalk.transformer.expression.Binding;
import io.crosswalk.transformer.expression.Expression;
import io.crosswalk.transformer.mapping.TargetMapping;
import io.crosswalk.transformer.parents.AskingBinding;
import io.crosswalk.transformer.parents.EmbeddedParents;
import io.crosswalk.transformer.secrets.Sealer;
import org.jspecify.annotations.Nullable;

import java.util.List;

/** Makes the rows and keys of one target from legacy rows and keys. Immutable, safe from any thread. */
final class TargetTransform {

    private final TableId table;
    private final Columns columns;
    private final Expression[] expressions;
    private final Binding[] bindings;
    private final Columns keyColumns;
    private final int[] keyIndexes;
    private final @Nullable Expression condition;
    private final Resolution resolution;
    private final OwnRows own;
    private final @Nullable ParentReference[] references;

    /**
     * References that may lead nowhere.
     *
     * @param whole columns that refer to one row
     * @param embedded columns that refer to several rows, or to rows of several tables
     */
    record Parents(List<ParentReference> whole, List<EmbeddedParents> embedded) {}

    /**
     * @param parents the columns whose parents may be missing
     */
    TargetTransform(TargetMapping mapping, Parents parents, Resolution resolution, OwnRows own, Sealer sealer) {
        this.table = mapping.table();
        this.columns = Columns.of(List.copyOf(mapping.columns().keySet()));
        this.expressions = mapping.columns().values().toArray(Expression[]::new);
        this.bindings = new Binding[expressions.length];
        for (int i = 0; i < bindings.length; i++) {
            String place = table + "/" + columns.names().get(i);
            bindings[i] = new ColumnBinding(
                    resolution, own, sealer, legacy -> key(legacy).text(), place);
        }
        this.keyColumns = mapping.key();
        this.keyIndexes = keyColumns.names().stream().mapToInt(columns::indexOf).toArray();
        this.condition = mapping.condition().orElse(null);
        this.resolution = resolution;
        this.own = own;
        this.references = new @Nullable ParentReference[expressions.length];
        for (EmbeddedParents embedded : parents.embedded()) {
            int index = columns.indexOf(embedded.column());
            bindings[index] = new AskingBinding(bindings[index], embedded);
        }
        // Of a guaranteed parent nobody asks.
        parents.whole().stream()
                .filter(reference -> !reference.guaranteed())
                .forEach(reference -> this.references[columns.indexOf(reference.column())] = reference);
    }

    TableId table() {
        return table;
    }

    /**
     * The key of the target row.
     *
     * @param legacy the legacy row, or its key alone
     */
    Key key(Row legacy) {
        Object[] values = new Object[keyIndexes.length];
        for (int i = 0; i < values.length; i++) {
            int index = keyIndexes[i];
            Object value = expressions[index].evaluate(legacy, bindings[index]);
            if (value instanceof Refusal) {
                // The row goes into the quarantine, and needs a name there that leads to no row.
                value = resolution.recorded(own.table(), String.valueOf(own.keyText(legacy)));
            }
            if (!(value instanceof String) && !(value instanceof Lookup)) {
                throw new IllegalArgumentException("a legacy key gives no value for the key column "
                        + keyColumns.names().get(i) + " of " + table);
            }
            values[i] = value;
        }
        return Key.of(keyColumns, values);
    }

    /**
     * Null when the target row does not exist, a refusal where the condition cannot tell. A condition whose value is unknown did not
     * change: the row is where it was.
     */
    @Nullable
    Object existence(Row legacy) {
        return condition == null ? "" : condition.evaluate(legacy, bindings[0]);
    }

    Row row(Row legacy, Key key) {
        @Nullable Object[] values = new @Nullable Object[expressions.length];
        for (int i = 0; i < keyIndexes.length; i++) {
            // A symbolic key is a name; the row itself may know more, or why it is refused.
            values[keyIndexes[i]] = key.value(i) instanceof String text ? text : null;
        }
        for (int i = 0; i < values.length; i++) {
            if (values[i] == null) {
                values[i] = expressions[i].evaluate(legacy, bindings[i]);
            }
            ParentReference reference = references[i];
            if (reference != null) {
                values[i] = symbolic(reference, values[i]);
            }
        }
        return Row.of(columns, values);
    }

    /** A reference as a question: whether the parent is there is known in the target only. */
    private static @Nullable Object symbolic(ParentReference reference, @Nullable Object value) {
        if (value instanceof Lookup account) {
            return account.with(reference.absence());
        }
        return value instanceof String id && reference.space().isEmpty() ? reference.lookup(id) : value;
    }
}
