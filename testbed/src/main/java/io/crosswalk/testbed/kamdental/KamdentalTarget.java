package io.crosswalk.testbed.kamdental;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** The new database of Kamdental, empty: the shape of Supabase (roles, schema auth) and the application's tables. */
public final class KamdentalTarget {

    /** The application's tables, parents first; auth.users and auth.identities come before all of them. */
    public static final List<String> TABLES = List.of(
            "clinics",
            "profiles",
            "user_clinic_roles",
            "providers",
            "metric_definitions",
            "spreadsheet_connections",
            "google_credentials",
            "column_mappings",
            "metric_values",
            "goals",
            "dashboards",
            "widgets",
            "provider_metric_definitions",
            "import_scratch");

    private KamdentalTarget() {}

    /** Creates everything, the tables in the schema public. */
    public static void create(Connection connection) throws SQLException {
        create(connection, "public");
    }

    /** Creates the shape of Supabase alone (roles, schema auth), without the application's tables. */
    public static void createSupabase(Connection connection) throws SQLException {
        Script.inTransaction(connection, () -> Script.named("supabase.sql").run(connection));
    }

    /** Creates everything in one transaction, the tables in a schema that is created where it is missing. */
    public static void create(Connection connection, String schema) throws SQLException {
        String quoted = '"' + schema.replace("\"", "\"\"") + '"';
        Script.inTransaction(connection, () -> {
            Script.named("supabase.sql").run(connection);
            try (Statement statement = connection.createStatement()) {
                statement.execute("CREATE SCHEMA IF NOT EXISTS " + quoted);
                // LOCAL: the caller's session gets its own search path back at the end of the transaction.
                statement.execute("SET LOCAL search_path TO " + quoted);
            }
            Script.named("target.sql").run(connection);
            Script.named("trigger.sql").with("schema", quoted).run(connection);
        });
    }
}
