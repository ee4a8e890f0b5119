package io.crosswalk.operations.quarantine;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many rows a migration has set aside, and why.
 *
 * @param open rows that block the cutover, by target table
 * @param waived rows that somebody has waived, by target table
 * @param reasons why the open ones are there, the most frequent first, at most {@value #MOST_REASONS}
 */
public record QuarantineSummary(Map<String, Long> open, Map<String, Long> waived, List<Reason> reasons) {

    public static final int MOST_REASONS = 5;

    public static final QuarantineSummary EMPTY = new QuarantineSummary(Map.of(), Map.of(), List.of());

    public QuarantineSummary {
        open = Collections.unmodifiableMap(new TreeMap<>(open));
        waived = Collections.unmodifiableMap(new TreeMap<>(waived));
        reasons = List.copyOf(reasons);
    }

    /**
     * Why rows of a target table are set aside.
     *
     * @param rows how many are for this reason
     */
    public record Reason(String table, String reason, long rows) {}

    /** Reads it; the control schema must be there, also as an older Crosswalk made it. */
    public static QuarantineSummary read(Connection connection, String name) throws SQLException {
        Map<String, Long> open = new TreeMap<>();
        Map<String, Long> waived = new TreeMap<>();
        List<Reason> reasons = new ArrayList<>();
        String sql = "SELECT target_table, reason, waived_at IS NOT NULL, count(*) FROM "
                + ControlTable.readable(connection)
                + " WHERE name = ? GROUP BY 1, 2, 3 ORDER BY 4 DESC, 1, 2";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, name);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    boolean isWaived = row.getBoolean(3);
                    (isWaived ? waived : open).merge(row.getString(1), row.getLong(4), Long::sum);
                    if (!isWaived && reasons.size() < MOST_REASONS) {
                        reasons.add(new Reason(row.getString(1), row.getString(2), row.getLong(4)));
                    }
                }
            }
        }
        return new QuarantineSummary(open, waived, reasons);
    }

    public long openRows() {
        return sum(open);
    }

    public long waivedRows() {
        return sum(waived);
    }

    private static long sum(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
