package io.crosswalk.testbed.fieldwork;

import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.junit.Legacy;
import io.crosswalk.testbed.rows.Guidance;
import io.crosswalk.testbed.rows.Population;
import io.crosswalk.testbed.schema.Column;
import io.crosswalk.testbed.schema.ColumnType;
import io.crosswalk.testbed.schema.ForeignKey;
import io.crosswalk.testbed.schema.Schema;
import io.crosswalk.testbed.schema.Table;
import io.crosswalk.testbed.schema.TableName;
import io.crosswalk.testbed.server.Database;
import io.crosswalk.testbed.workload.Workload;
import io.crosswalk.testbed.workload.WorkloadReport;
import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import static org.assertj.core.api.Assertions.assertThat;

@Databases
class FieldworkIT {

    private static final Guidance SMALL = FieldworkLegacy.guidance().scaled(0.2);

    @Test
    void theSchemaHoldsEverythingThatALargeOneHolds(@Legacy Database legacy) throws SQLException {
        try (Connection connection = legacy.connect()) {
            FieldworkLegacy.create(connection);
            Schema schema = FieldworkLegacy.schema(connection);
            List<Table> tables = schema.tables();
            List<ForeignKey> foreign = schema.foreignKeys();
            List<Column> columns =
                    tables.stream().flatMap(table -> table.columns().stream()).toList();

            assertThat(tables).hasSizeGreaterThanOrEqualTo(70);
            assertThat(foreign).hasSizeGreaterThanOrEqualTo(120);
            assertThat(foreign.stream().map(ForeignKey::onDelete)).contains('a', 'r', 'c', 'n');
            assertThat(foreign.stream().filter(key -> key.child().equals(key.parent())))
                    .hasSizeGreaterThanOrEqualTo(6);
            assertThat(foreign.stream().filter(key -> key.columns().size() > 1)).hasSizeGreaterThanOrEqualTo(8);
            assertThat(cycles(schema)).isGreaterThanOrEqualTo(2);
            assertThat(tables.stream().filter(table -> table.primaryKey().isEmpty()))
                    .hasSizeGreaterThanOrEqualTo(6);
            assertThat(tables.stream().filter(table -> table.uniqueKeys().isEmpty()))
                    .hasSize(1);
            assertThat(tables.stream().filter(table -> table.primaryKey().size() > 1))
                    .hasSizeGreaterThanOrEqualTo(12);
            assertThat(columns.stream().filter(column -> column.type().kind() == ColumnType.Kind.ARRAY))
                    .hasSizeGreaterThanOrEqualTo(20);
            assertThat(columns.stream().filter(column -> column.type().kind() == ColumnType.Kind.RANGE))
                    .hasSizeGreaterThanOrEqualTo(6);
            assertThat(columns.stream().filter(Column::counted)).hasSizeGreaterThanOrEqualTo(9);
            assertThat(columns.stream().filter(Column::generated)).isNotEmpty();
            assertThat(columns.stream().filter(Column::identityAlways)).isNotEmpty();
            assertThat(rows(connection, """
                            SELECT count(*) FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
                            WHERE t.typtype = 'e' AND n.nspname IN ('public', 'billing')""")).containsExactly("23");
            assertThat(tables.stream().map(table -> table.name().name()))
                    .contains("order", "Weird \"Name\" Ü")
                    .anyMatch(name -> name.length() == 63);
            assertThat(tables.stream().map(table -> table.name().schema())).contains("public", "billing");
        }
    }

    @Test
    void theContentHasEveryOddityAndKeepsAllConstraints(@Legacy Database legacy) throws SQLException {
        Map<TableName, Integer> counts = filled(legacy, FieldworkLegacy.guidance(), 7);

        assertThat(counts.values().stream().mapToInt(Integer::intValue).sum()).isBetween(18_000, 24_000);
        assertThat(counts.values()).allMatch(count -> count > 0);
        try (Connection connection = legacy.connect()) {
            for (String present : List.of(
                    "\"User\" WHERE id ~ '^c[0-9a-z]{24}$'",
                    "\"User\" WHERE id ~ '^[abd-z][0-9a-z]{23}$'",
                    "\"User\" WHERE length(id) = 21",
                    "\"User\" WHERE id ~ '^[0-9a-f]{8}-[0-9a-f]{4}-4'",
                    "\"User\" WHERE id LIKE 'no-%'",
                    "\"User\" WHERE \"managerId\" IS NOT NULL",
                    "\"Team\" WHERE \"leadId\" IS NOT NULL",
                    "\"Company\" WHERE \"primaryContactId\" IS NOT NULL",
                    "\"MeterReading_2024\"",
                    "\"MeterReading_other\"",
                    "\"AssetDocument\" WHERE pg_column_size(body) > 2000",
                    "\"Session\" WHERE NOT isfinite(expires)",
                    "\"Note\" n JOIN \"Asset\" a ON a.id = n.\"entityId\" WHERE n.\"entityType\" = 'Asset'",
                    "\"WorkOrder\" w JOIN \"User\" u ON u.id = ANY (w.\"watcherIds\")",
                    "\"Contract\" WHERE \"customerNumber\" IS NULL",
                    "\"MeterReading\" WHERE value = 'NaN'")) {
                assertThat(rows(connection, "SELECT 1 FROM " + present + " LIMIT 1"))
                        .as(present)
                        .isNotEmpty();
            }
        }
    }

    @Test
    void oneSeedGivesTheSameRunAgain(Database one, Database again, Database other) throws SQLException {
        filled(one, SMALL, 3);
        filled(again, SMALL, 3);
        filled(other, SMALL, 3);
        assertThat(digests(again)).isEqualTo(digests(one));

        WorkloadReport report = workload(one, 5).run(400);
        assertThat(workload(again, 5).run(400)).isEqualTo(report);
        workload(other, 6).run(400);

        assertThat(digests(again)).isEqualTo(digests(one));
        assertThat(digests(other)).isNotEqualTo(digests(one));
    }

    @Test
    void theWorkloadReachesEveryTableAndIsHardlyEverRefused(@Legacy Database legacy) throws SQLException {
        filled(legacy, FieldworkLegacy.guidance(), 1);
        Map<TableName, String> before = digests(legacy);

        WorkloadReport report = workload(legacy, 1).run(900);

        assertThat(report.actions()).as("%s", report).isGreaterThan(2_500);
        assertThat(report.refusedShare()).as("%s", report).isLessThan(0.05);
        assertThat(report.done().keySet())
                .containsExactlyInAnyOrder(
                        "InsertRow",
                        "InsertRows",
                        "CopyRows",
                        "UpdateRow",
                        "UpdateRows",
                        "RekeyRow",
                        "DeleteRow",
                        "ReplaceRow",
                        "SwapValues",
                        "TruncateTable");
        Map<TableName, String> after = digests(legacy);
        Set<TableName> untouched = new TreeSet<>();
        after.forEach((table, digest) -> {
            if (digest.equals(before.get(table))) {
                untouched.add(table);
            }
        });
        assertThat(untouched).containsExactly(TableName.of("_prisma_migrations"));
    }

    @Test
    void severalSessionsWriteAtOnce(@Legacy Database legacy) throws Exception {
        filled(legacy, SMALL, 2);
        try (Workload workload = workload(legacy, 2)) {
            workload.start(4, 1_000);
            workload.awaitCommits(400);
            WorkloadReport report = workload.stop();
            assertThat(report.refusedShare()).as("%s", report).isLessThan(0.1);
        }
    }

    private static Map<TableName, Integer> filled(Database database, Guidance guidance, long seed) throws SQLException {
        try (Connection connection = database.connect()) {
            FieldworkLegacy.create(connection);
            return new Population(FieldworkLegacy.schema(connection), guidance, seed).fill(connection);
        }
    }

    private static Workload workload(Database database, long seed) throws SQLException {
        try (Connection connection = database.connect()) {
            return new Workload(database, FieldworkLegacy.schema(connection), SMALL, seed);
        }
    }

    /** How many tables can reach themselves over others. */
    private static long cycles(Schema schema) {
        return schema.tables().stream()
                .filter(table -> {
                    Set<TableName> reached = new HashSet<>();
                    List<TableName> open = new ArrayList<>(List.of(table.name()));
                    while (!open.isEmpty()) {
                        schema.table(open.remove(0)).foreignKeys().stream()
                                .filter(key -> !key.child().equals(key.parent()))
                                .map(ForeignKey::parent)
                                .filter(reached::add)
                                .forEach(open::add);
                    }
                    return reached.contains(table.name());
                })
                .count();
    }

    private static Map<TableName, String> digests(Database database) throws SQLException {
        try (Connection connection = database.connect()) {
            Map<TableName, String> digests = new TreeMap<>();
            for (Table table : FieldworkLegacy.schema(connection).tables()) {
                String sql = "SELECT md5(string_agg(md5(r::text), '' ORDER BY r::text COLLATE \"C\")) FROM %s r";
                digests.put(
                        table.name(),
                        rows(connection, sql.formatted(table.name().quoted())).get(0));
            }
            return digests;
        }
    }

    private static List<String> rows(Connection connection, String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                rows.add(String.valueOf(result.getString(1)));
            }
        }
        return rows;
    }
}
