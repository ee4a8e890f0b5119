package io.crosswalk.operations.check.data;

import io.crosswalk.operations.check.Finding;
import io.crosswalk.operations.check.Inspection;
import io.crosswalk.operations.check.Query;
import io.crosswalk.operations.check.Surroundings;
import io.crosswalk.pipeline.row.Refusal;
import io.crosswalk.pipeline.row.Row;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.table.SourceTable;
import io.crosswalk.pipeline.transaction.Change;
import io.crosswalk.pipeline.transaction.Change.Operation;
import io.crosswalk.pipeline.transaction.Change.Upsert;
import io.crosswalk.postgres.CatalogTable.Column;
import io.crosswalk.postgres.Failures;
import io.crosswalk.postgres.Identifiers;
import io.crosswalk.postgres.TextForm;
import io.crosswalk.transformer.MappedTransform;
import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Some rows of each legacy table go through the mapping, and their values are cast to the types of the target's columns: whatever the
 * types promise, this shows what rows would meet. Casting reads nothing and writes nothing. Values are never shown.
 */
public final class SampledRows implements Inspection {

    @Override
    public String subject() {
        return "a sample of rows, mapped and tried";
    }

    /** What one target column gets from the sample. */
    private static final class Tried {
        private final List<String> values = new ArrayList<>();
        private int nulls;
        private final Map<String, Integer> refusals = new TreeMap<>();

        void add(@Nullable Object value) {
            if (value == null) {
                nulls++;
            } else if (value instanceof Refusal refusal) {
                refusals.merge(refusal.reason(), 1, Integer::sum);
            } else if (value instanceof String text) {
                values.add(text);
            }
        }
    }

    @Override
    public List<Finding> inspect(Surroundings surroundings) throws SQLException {
        Optional<MappedTransform> transform = surroundings.transform();
        if (transform.isEmpty()) {
            return List.of();
        }
        List<Finding> findings = new ArrayList<>();
        for (SourceTable table : surroundings.sourceTables()) {
            List<Row> rows = sample(surroundings, table);
            Map<TableId, Map<String, Tried>> tried = map(transform.get(), table, rows);
            for (Map.Entry<TableId, Map<String, Tried>> target : tried.entrySet()) {
                for (Map.Entry<String, Tried> column : target.getValue().entrySet()) {
                    findings.addAll(
                            judge(surroundings, target.getKey(), column.getKey(), column.getValue(), rows.size()));
                }
            }
        }
        return findings;
    }

    // The rows that come first on disk: cheap on a table of any size, and the oldest are the oddest.
    private static List<Row> sample(Surroundings surroundings, SourceTable table) throws SQLException {
        List<String> keys =
                table.key().size() > 0 ? table.key().names() : table.columns().names();
        String sql = "SELECT "
                + table.columns().names().stream()
                        .map(column -> Identifiers.quote(column) + "::text")
                        .collect(Collectors.joining(", "))
                + " FROM " + Identifiers.quote(table.id()) + " WHERE "
                + keys.stream()
                        .map(key -> Identifiers.quote(key) + " IS NOT NULL")
                        .collect(Collectors.joining(" AND "))
                + " LIMIT " + surroundings.settings().sampleRows();
        return Query.of(sql).list(surroundings.source().connection(), result -> {
            @Nullable Object[] values = new @Nullable Object[table.columns().size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = result.getString(i + 1);
            }
            return Row.of(table.columns(), values);
        });
    }

    private static Map<TableId, Map<String, Tried>> map(MappedTransform transform, SourceTable table, List<Row> rows) {
        Map<TableId, Map<String, Tried>> tried = new TreeMap<>();
        for (Row row : rows) {
            var key = row.key(table.key().size() > 0 ? table.key() : table.columns());
            for (Change change : transform.apply(new Upsert(table.id(), Operation.INSERT, key, null, row, null))) {
                if (change instanceof Upsert upsert) {
                    Map<String, Tried> columns = tried.computeIfAbsent(upsert.table(), target -> new TreeMap<>());
                    for (String column : upsert.row().columns().names()) {
                        columns.computeIfAbsent(column, name -> new Tried())
                                .add(upsert.row().value(column));
                    }
                }
            }
        }
        return tried;
    }

    private static List<Finding> judge(Surroundings surroundings, TableId target, String name, Tried tried, int sampled)
            throws SQLException {
        String where = "target column " + target + "." + name;
        List<Finding> findings = new ArrayList<>();
        tried.refusals.forEach((reason, count) -> findings.add(Finding.warning(
                where,
                count + " of " + sampled + " sampled rows have no value for it: " + reason,
                "such rows wait in the quarantine",
                null)));
        Optional<Column> column = surroundings.target().catalog().table(target).flatMap(found -> found.column(name));
        if (column.isEmpty()) {
            return findings;
        }
        int misfits = misfits(surroundings.target().connection(), column.get().castType(), tried.values);
        if (misfits > 0) {
            boolean all = misfits == tried.values.size();
            String what = misfits + " of " + sampled + " sampled rows have a value that is no "
                    + column.get().type();
            String mend = "give it an expression that always makes a "
                    + column.get().castType() + ", or make the column text";
            findings.add(
                    all
                            ? Finding.blocker(where, what, "as it is, every row would wait in the quarantine", mend)
                            : Finding.warning(where, what, "such rows wait in the quarantine", mend));
        }
        if (column.get().notNull() && tried.nulls > 0) {
            findings.add(Finding.warning(
                    where,
                    "it is NOT NULL, and " + tried.nulls + " of " + sampled + " sampled rows give it NULL",
                    "such rows wait in the quarantine",
                    null));
        }
        return findings;
    }

    /** How many values the type refuses: all at once where all are well, else halves, until the culprits are alone. */
    private static int misfits(Connection target, String type, List<String> values) throws SQLException {
        if (values.isEmpty()) {
            return 0;
        }
        try {
            // The type comes from format_type, which quotes what has to be quoted.
            Query.of("SELECT count(" + TextForm.read("v", type) + ") FROM unnest(?::text[]) AS s (v)", values)
                    .number(target);
            return 0;
        } catch (SQLException e) {
            if (Failures.kind(e) != Failures.Kind.DATA) {
                throw e;
            }
            int middle = values.size() / 2;
            return middle == 0
                    ? 1
                    : misfits(target, type, values.subList(0, middle))
                            + misfits(target, type, values.subList(middle, values.size()));
        }
    }
}
