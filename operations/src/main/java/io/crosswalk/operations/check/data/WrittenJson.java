package io.crosswalk.operations.check.data;

import io.crosswalk.operations.check.Query;
import io.crosswalk.pipeline.table.SourceTable;
import io.crosswalk.postgres.Identifiers;
import io.crosswalk.transformer.expression.json.JsonIds;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Documents that the legacy database does not know to be well-formed JSON: a cast of one that is not ends the whole query, and before
 * PostgreSQL 16 no function tells beforehand. So they are read, and parsed as the mapping does. Those that it refuses are left out: their
 * rows wait in the quarantine for another reason.
 *
 * @param sql gives the documents as texts
 * @param ids where in a document the ids of the parent's rows are
 */
record WrittenJson(String sql, JsonIds ids, SourceTable parent) {

    /** Documents are of any size: few at a time. */
    private static final int DOCUMENTS = 50;

    private static final int IDS = 2_000;

    /**
     * How many of them name a row that is not there.
     *
     * @param connection in auto-commit mode, which it is in again afterwards
     * @param patience how long it may take
     * @throws SQLTimeoutException when it takes longer
     */
    long orphans(Connection connection, Duration patience) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(DOCUMENTS);
            try (ResultSet rows = statement.executeQuery(sql)) {
                return orphans(connection, rows, System.nanoTime() + patience.toNanos());
            }
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    private long orphans(Connection connection, ResultSet rows, long deadline) throws SQLException {
        long orphans = 0;
        List<List<String>> documents = new ArrayList<>();
        int pending = 0;
        while (rows.next()) {
            List<String> named = ids.in(rows.getString(1)).orElse(List.of());
            if (!named.isEmpty()) {
                documents.add(named);
                pending += named.size();
            }
            if (pending >= IDS) {
                orphans += orphans(connection, documents);
                documents.clear();
                pending = 0;
            }
            if (System.nanoTime() - deadline > 0) {
                throw new SQLTimeoutException("reading the documents takes too long", "57014");
            }
        }
        return orphans + orphans(connection, documents);
    }

    private long orphans(Connection connection, List<List<String>> documents) throws SQLException {
        Set<String> named = new HashSet<>();
        documents.forEach(named::addAll);
        Set<String> missing = missing(connection, named);
        return documents.stream()
                .filter(document -> document.stream().anyMatch(missing::contains))
                .count();
    }

    private Set<String> missing(Connection connection, Collection<String> named) throws SQLException {
        if (named.isEmpty()) {
            return Set.of();
        }
        String key = Identifiers.quote(parent.key().names().get(0));
        // A column of texts is compared as it is, so that its index serves.
        String type = parent.types().getOrDefault(parent.key().names().get(0), "");
        String cast = type.equals("text") ? "" : "::text";
        String query = "SELECT e.id FROM unnest(?::text[]) AS e (id) WHERE NOT EXISTS (SELECT FROM "
                + Identifiers.quote(parent.id()) + " p WHERE p." + key + cast + " = e.id)";
        return new HashSet<>(Query.of(query, named).texts(connection));
    }
}
