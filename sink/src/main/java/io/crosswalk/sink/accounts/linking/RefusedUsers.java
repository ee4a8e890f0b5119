package io.crosswalk.sink.accounts.linking;

import io.crosswalk.pipeline.row.Lookup;
import io.crosswalk.pipeline.row.Refusal;
import io.crosswalk.pipeline.row.Row;
import io.crosswalk.sink.rows.PendingRow;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/** Account rows of users who cannot be linked: the reason stands in place of their key. */
final class RefusedUsers {

    private RefusedUsers() {}

    /** @param refusals reasons by legacy user */
    static List<PendingRow> mark(List<PendingRow> rows, String keyColumn, Map<String, String> refusals) {
        if (refusals.isEmpty()) {
            return rows;
        }
        return rows.stream().map(row -> refuse(row, keyColumn, refusals)).toList();
    }

    private static PendingRow refuse(PendingRow pending, String keyColumn, Map<String, String> refusals) {
        Row row = pending.row();
        int index = row.columns().indexOf(keyColumn);
        if (row.value(index) instanceof Lookup lookup && lookup.key().value(1) instanceof String oldId) {
            String reason = refusals.get(oldId);
            if (reason != null) {
                @Nullable Object[] values = new @Nullable Object[row.columns().size()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = i == index ? new Refusal(reason) : row.value(i);
                }
                return pending.with(Row.of(row.columns(), values));
            }
        }
        return pending;
    }
}
