package io.crosswalk.operations.privileges;

import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.table.SourceTable;
import io.crosswalk.pipeline.table.TargetTable;
import io.crosswalk.pipeline.table.TargetTable.Account;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import static io.crosswalk.postgres.Identifiers.quote;

/** Looks what the connected role lacks for a migration. Reads the catalog only. */
public final class Privileges {

    private Privileges() {}

    /**
     * What the role lacks on the legacy side before the first run: publishing a table and setting its replica identity need its owner.
     *
     * @return one line for each gap, with the statement that closes it; empty when nothing is missing
     */
    public static List<String> missingOnSource(Connection connection, List<SourceTable> tables) throws SQLException {
        String role = quote(connection.getMetaData().getUserName());
        List<String> missing = new ArrayList<>();
        if (!holds(connection, "SELECT rolreplication OR rolsuper FROM pg_roles WHERE rolname = current_user")) {
            missing.add("replication: ALTER ROLE " + role + " REPLICATION");
        }
        missing.addAll(database(connection, role));
        for (SourceTable table : tables) {
            String owned = "SELECT pg_has_role(relowner, 'USAGE') FROM pg_class WHERE oid = ?::regclass";
            if (!holds(connection, owned, quote(table.id()))) {
                missing.add("ownership of " + table.id() + ": GRANT " + owner(connection, table.id()) + " TO " + role
                        + " (membership in the owning role)");
            }
        }
        return missing;
    }

    /** What the role lacks on the target's side. */
    public static List<String> missingOnTarget(Connection connection, List<TargetTable> targets) throws SQLException {
        // What a service writes, the role need not even see.
        List<TargetTable> tables = targets.stream()
                .filter(table ->
                        table.account().filter(Account::isWrittenByService).isEmpty())
                .toList();
        String role = quote(connection.getMetaData().getUserName());
        List<String> missing = new ArrayList<>(database(connection, role));
        Set<String> schemas = new TreeSet<>();
        tables.forEach(table -> schemas.add(table.id().schema()));
        for (String schema : schemas) {
            if (!holds(connection, "SELECT has_schema_privilege(?, 'USAGE')", schema)) {
                missing.add("schema " + schema + ": GRANT USAGE ON SCHEMA " + quote(schema) + " TO " + role);
            }
        }
        for (TargetTable table : tables) {
            String all =
                    "SELECT bool_and(has_table_privilege(?, p)) FROM unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE']) p";
            if (schemas.contains(table.id().schema())
                    && holds(
                            connection,
                            "SELECT has_schema_privilege(?, 'USAGE')",
                            table.id().schema())
                    && !holds(connection, all, quote(table.id()))) {
                missing.add("table " + table.id() + ": GRANT SELECT, INSERT, UPDATE, DELETE ON " + quote(table.id())
                        + " TO " + role);
            }
        }
        return missing;
    }

    // The control schema is created on both sides; once it is there nothing more is needed.
    private static List<String> database(Connection connection, String role) throws SQLException {
        String may =
                "SELECT to_regnamespace('crosswalk') IS NOT NULL OR has_database_privilege(current_database(), 'CREATE')";
        return holds(connection, may)
                ? List.of()
                : List.of("a schema of our own: GRANT CREATE ON DATABASE " + quote(connection.getCatalog()) + " TO "
                        + role);
    }

    private static String owner(Connection connection, TableId table) throws SQLException {
        String sql = "SELECT quote_ident(pg_get_userbyid(relowner)) FROM pg_class WHERE oid = ?::regclass";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, quote(table));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }
    }

    private static boolean holds(Connection connection, String sql, String... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }
}
