package io.crosswalk.testbed.fieldwork;

import io.crosswalk.testbed.rows.Guidance;
import io.crosswalk.testbed.rows.SoftReference;
import io.crosswalk.testbed.schema.Schema;
import io.crosswalk.testbed.schema.SchemaReader;
import io.crosswalk.testbed.schema.TableName;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The legacy database of Fieldwork: its tables, and what a generator has to know besides the catalog. */
public final class FieldworkLegacy {

    /** The schemas that hold its tables. */
    public static final Set<String> SCHEMAS = Set.of("public", "billing");

    /** The table of the tenants. */
    public static final TableName TENANT = TableName.of("Company");

    private static final List<String> SCRIPTS =
            List.of("types", "organisation", "customers", "assets", "work", "stock", "billing");

    private FieldworkLegacy() {}

    /** Creates all tables, empty, in one transaction. */
    public static void create(Connection connection) throws SQLException {
        StringBuilder script = new StringBuilder("BEGIN;\n");
        SCRIPTS.forEach(name -> script.append(resource("/fieldwork/" + name + ".sql")));
        try (Statement statement = connection.createStatement()) {
            statement.execute(script.append("COMMIT;").toString());
        }
    }

    /** The tables as the catalog describes them. */
    public static Schema schema(Connection connection) throws SQLException {
        return SchemaReader.read(connection, SCHEMAS);
    }

    /** About 20,000 rows; what refers to what without a foreign key. */
    public static Guidance guidance() {
        return new Guidance(
                SCHEMAS,
                Set.of(TableName.of("_prisma_migrations")),
                Set.of(TableName.of("import_scratch")),
                softReferences(),
                rows(),
                270);
    }

    private static List<SoftReference> softReferences() {
        TableName user = TableName.of("User");
        TableName note = TableName.of("Note");
        TableName attachment = TableName.of("Attachment");
        return List.of(
                SoftReference.to(user, TableName.of("Customer"), "createdBy"),
                SoftReference.to(user, TableName.of("WorkOrder"), "createdBy"),
                SoftReference.to(user, TableName.of("WorkOrder"), "watcherIds"),
                SoftReference.to(TableName.of("CustomerContact"), TableName.of("Site"), "contactIds"),
                SoftReference.to(user, note, "createdBy"),
                SoftReference.to(user, note, "mentionedIds"),
                new SoftReference(
                        note,
                        "entityId",
                        "entityType",
                        Map.of(
                                "Site",
                                TableName.of("Site"),
                                "Asset",
                                TableName.of("Asset"),
                                "WorkOrder",
                                TableName.of("WorkOrder"),
                                "User",
                                user)),
                new SoftReference(
                        attachment,
                        "entityId",
                        "entityType",
                        Map.of(
                                "visit",
                                TableName.of("Visit"),
                                "asset",
                                TableName.of("Asset"),
                                "contract",
                                TableName.of("Contract"))),
                SoftReference.to(user, TableName.of("import_batches"), "created_by"),
                SoftReference.to(user, TableName.of("company_feature_flags"), "set_by"),
                SoftReference.to(user, TableName.of("audit_log"), "actor_id"));
    }

    private static Map<TableName, Integer> rows() {
        return Map.ofEntries(
                rows("Country", 30),
                rows("Currency", 12),
                rows("Language", 15),
                rows("Plan", 6),
                rows("Company", 15),
                rows("CompanySettings", 12),
                rows("Region", 60),
                rows("Depot", 60),
                rows("Team", 60),
                rows("AssetCategory", 40),
                rows("Manufacturer", 50),
                rows("Warehouse", 80),
                rows("feature_flags", 25),
                rows("MeterReading", 1_500),
                rows("audit_log", 1_000),
                rows("import_scratch", 50));
    }

    private static Map.Entry<TableName, Integer> rows(String table, int number) {
        return Map.entry(TableName.of(table), number);
    }

    private static String resource(String name) {
        try (InputStream in = FieldworkLegacy.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the resource " + name + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
