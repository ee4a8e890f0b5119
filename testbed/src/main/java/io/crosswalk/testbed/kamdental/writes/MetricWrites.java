package io.crosswalk.testbed.kamdental.writes;

import org.jspecify.annotations.Nullable;

import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The transactions that write metric values. For one thread. */
final class MetricWrites {

    private static final int ROWS_PER_IMPORT = 200;
    private static final String COLUMNS = """
            INSERT INTO "MetricValue" ("id", "date", "value", "sourceType", "sourceSheet", "externalId", "metadata",
                "createdAt", "updatedAt", "metricDefinitionId", "clinicId", "providerId", "dataSourceId") VALUES\
            """;
    private static final String ROW = " (?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?, ?, ?, ?)";

    private final LegacyConnection connection;
    private final KnownRows known;
    private final Deque<String> tenantless = new ArrayDeque<>();

    MetricWrites(LegacyConnection connection, KnownRows known) {
        this.connection = connection;
        this.known = known;
    }

    void insert() throws SQLException {
        List<String> provider = known.provider();
        insert(provider.get(1), provider.get(0), null);
        connection.commit();
    }

    /** Inserts one row in the running transaction and returns its identifier. */
    String insert(@Nullable String clinic, @Nullable String provider, @Nullable String dataSource) throws SQLException {
        @Nullable Object[] values = row(clinic, provider, dataSource);
        connection.update(COLUMNS + ROW, values);
        return String.valueOf(values[0]);
    }

    private @Nullable Object[] row(@Nullable String clinic, @Nullable String provider, @Nullable String dataSource) {
        LocalDateTime now = LegacyConnection.now();
        return new @Nullable Object[] {
            known.ids.cuid(System.currentTimeMillis()),
            now.toLocalDate().atStartOfDay(),
            known.words.value(),
            dataSource == null ? "form" : "spreadsheet",
            known.words.perMille(300) ? "Sheet " + known.below(12) : null,
            null,
            known.words.perMille(250) ? known.words.metadata() : null,
            now,
            now,
            known.definition(),
            clinic,
            provider,
            dataSource
        };
    }

    /** The import of a spreadsheet: many rows in one statement. */
    void insertMany() throws SQLException {
        List<String> source = known.dataSource();
        int width = row(null, null, null).length;
        @Nullable Object[] values = new @Nullable Object[ROWS_PER_IMPORT * width];
        for (int i = 0; i < ROWS_PER_IMPORT; i++) {
            System.arraycopy(row(source.get(1), null, source.get(0)), 0, values, i * width, width);
        }
        connection.update(COLUMNS + ROW + ("," + ROW).repeat(ROWS_PER_IMPORT - 1), values);
        connection.commit();
    }

    void update() throws SQLException {
        update(known.any(connection, "MetricValue"));
    }

    /** Leaves a value alone that is stored out of line: logical decoding does not show it then. */
    void updateBesideLargeMetadata() throws SQLException {
        update(known.largeMetricValue());
    }

    private void update(@Nullable String id) throws SQLException {
        connection.update(
                "UPDATE \"MetricValue\" SET \"value\" = ?, \"updatedAt\" = ? WHERE \"id\" = ?",
                known.words.value(),
                LegacyConnection.now(),
                id);
        connection.commit();
    }

    void delete() throws SQLException {
        connection.update("DELETE FROM \"MetricValue\" WHERE \"id\" = ?", known.any(connection, "MetricValue"));
        connection.commit();
    }

    /** The same key goes and comes back, in one transaction or in two. */
    void deleteAndInsertAgain() throws SQLException {
        String row = connection.text(
                "DELETE FROM \"MetricValue\" WHERE \"id\" = ? RETURNING to_jsonb(\"MetricValue\")::text",
                known.any(connection, "MetricValue"));
        if (row != null) {
            if (known.words.perMille(500)) {
                connection.commit();
            }
            connection.update("""
                    INSERT INTO "MetricValue" SELECT (jsonb_populate_record(NULL::"MetricValue",
                        ?::jsonb || jsonb_build_object('value', ?::text))).*
                    """, row, known.words.value());
        }
        connection.commit();
    }

    /** A value that nobody knows the clinic of yet: see {@link #adopt()}. */
    void insertWithoutTenant() throws SQLException {
        String id = insert(null, null, null);
        connection.commit();
        tenantless.addLast(id);
    }

    /** Gives the oldest value without clinic one. */
    void adopt() throws SQLException {
        String id = tenantless.peekFirst();
        connection.update(
                "UPDATE \"MetricValue\" SET \"clinicId\" = ?, \"updatedAt\" = ? WHERE \"id\" = ?",
                known.clinic(),
                LegacyConnection.now(),
                id);
        connection.commit();
        tenantless.pollFirst();
    }

    void adoptAll() throws SQLException {
        while (!tenantless.isEmpty()) {
            adopt();
        }
    }

    void insertAndRollBack() throws SQLException {
        List<String> provider = known.provider();
        insert(provider.get(1), provider.get(0), null);
        connection.update(
                "UPDATE \"MetricValue\" SET \"value\" = 'never seen' WHERE \"id\" = ?",
                known.any(connection, "MetricValue"));
        connection.rollBack();
    }
}
