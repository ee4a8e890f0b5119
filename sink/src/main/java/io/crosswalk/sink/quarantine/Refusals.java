package io.crosswalk.sink.quarantine;

import io.crosswalk.pipeline.row.Columns;
import io.crosswalk.pipeline.table.TargetTable;
import io.crosswalk.postgres.Catalog;
import io.crosswalk.postgres.CatalogTable;
import io.crosswalk.postgres.Failures;
import io.crosswalk.postgres.Identifiers;
import io.crosswalk.sink.rows.PendingRow;
import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Why the target refuses a row, and what the row waits for: a constraint for another row, an enum for a label. Shows no value. */
public final class Refusals {

    private static final String WRONG_FORM = "22P02";
    /** Types whose values are the names of a database's own objects, and what their input functions say of an unknown one. */
    private static final Set<String> NAMING_TYPES = Set.of(
            "regclass",
            "regcollation",
            "regconfig",
            "regdictionary",
            "regnamespace",
            "regoper",
            "regoperator",
            "regproc",
            "regprocedure",
            "regrole",
            "regtype",
            "aclitem");

    private static final Set<String> UNKNOWN_NAME_STATES =
            Set.of("42P01", "42704", "42883", "42725", "42602", "42601", "3F000");

    /** The enum types of these columns that lack the label which the row has; a domain counts as the enum below it. */
    private static final String MISSING_LABELS = """
            SELECT v.name, t.oid::regtype::text
            FROM unnest(?::text[], ?::text[], ?::text[]) AS v (name, type, value)
            JOIN pg_type c ON c.oid = to_regtype(v.type)
            JOIN pg_type t ON t.oid = CASE c.typcategory WHEN 'A' THEN c.typelem ELSE c.oid END
            CROSS JOIN LATERAL unnest(CASE WHEN t.typtype <> 'e' THEN NULL WHEN c.oid = t.oid THEN ARRAY[v.value]
                                      ELSE v.value::text[] END) AS l (label)
            WHERE l.label IS NOT NULL
              AND NOT EXISTS (SELECT FROM pg_enum e WHERE e.enumtypid = t.oid AND e.enumlabel = l.label)
            LIMIT 1""";

    private final Catalog catalog;
    private final boolean namesObjects;

    public Refusals(List<TargetTable> mapped, Catalog catalog) {
        this.catalog = catalog;
        this.namesObjects = mapped.stream()
                .flatMap(table -> catalog.table(table.id()).stream()
                        .flatMap(described -> described.columns().stream()
                                .filter(column -> table.columns().contains(column.name()))))
                .anyMatch(column -> NAMING_TYPES.contains(column.castType().replace("[]", "")));
    }

    /** Whether a row is to blame, and not the statement, the server or the connection. */
    public boolean isData(SQLException e) {
        Failures.Kind kind = Failures.kind(e);
        return kind == Failures.Kind.DATA || kind == Failures.Kind.UNIQUE || isUnknownName(e);
    }

    private boolean isUnknownName(SQLException e) {
        return namesObjects && UNKNOWN_NAME_STATES.contains(String.valueOf(e.getSQLState()));
    }

    /** A row that failed alone; the connection is usable. */
    public Refused of(Connection connection, PendingRow row, SQLException e) throws SQLException {
        String state = String.valueOf(e.getSQLState());
        if (isUnknownName(e)) {
            return new Refused(
                    row, "a value names a database object that the target lacks (SQLState " + state + ")", Set.of());
        }
        if (state.equals(WRONG_FORM)) {
            Refused unlabelled = missingLabel(connection, row);
            if (unlabelled != null) {
                return unlabelled;
            }
        }
        // A value stays what it is; what a constraint refuses may be accepted when another row has changed.
        Set<String> waits = state.startsWith("23") ? Set.of(WaitKey.anyIn(row.table())) : Set.of();
        return new Refused(row, Failures.withoutValues(e), waits);
    }

    private @Nullable Refused missingLabel(Connection connection, PendingRow row) throws SQLException {
        List<String> names = new ArrayList<>();
        List<String> types = new ArrayList<>();
        List<String> values = new ArrayList<>();
        collect(row, names, types, values);
        Savepoint before = connection.setSavepoint();
        try (PreparedStatement statement = connection.prepareStatement(MISSING_LABELS)) {
            statement.setArray(1, connection.createArrayOf("text", names.toArray()));
            statement.setArray(2, connection.createArrayOf("text", types.toArray()));
            statement.setArray(3, connection.createArrayOf("text", values.toArray()));
            try (ResultSet result = statement.executeQuery()) {
                return result.next() ? unlabelled(row, result.getString(1), result.getString(2)) : null;
            }
        } catch (SQLException e) {
            // A text that is no array at all.
            if (!isData(e)) {
                throw e;
            }
            connection.rollback(before);
            return null;
        }
    }

    private void collect(PendingRow row, List<String> names, List<String> types, List<String> values) {
        Map<String, CatalogTable.Column> described = new HashMap<>();
        catalog.table(row.table())
                .ifPresent(table -> table.columns().forEach(column -> described.put(column.name(), column)));
        Columns columns = row.row().columns();
        for (int i = 0; i < columns.size(); i++) {
            CatalogTable.Column column = described.get(columns.names().get(i));
            if (column != null && row.row().value(i) instanceof String value) {
                names.add(column.name());
                types.add(column.castType());
                values.add(value);
            }
        }
    }

    private static Refused unlabelled(PendingRow row, String column, String type) {
        return new Refused(
                row,
                "column " + Identifiers.quote(column) + ": the legacy row has a label that enum " + type
                        + " lacks: ALTER TYPE " + type
                        + " ADD VALUE (or RENAME VALUE, where the legacy label was renamed)",
                Set.of(WaitKey.ANY_LABEL));
    }
}
