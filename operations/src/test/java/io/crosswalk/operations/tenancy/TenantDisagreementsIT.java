package io.crosswalk.operations.tenancy;

import io.crosswalk.pipeline.row.Columns;
import io.crosswalk.pipeline.row.Key;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.table.SourceTable;
import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.server.Database;
import io.crosswalk.transformer.mapping.MappingReader;
import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

@Databases
class TenantDisagreementsIT {

    private static final String LEGACY = """
            CREATE TABLE "Clinic" (id text PRIMARY KEY);
            CREATE TABLE "Team" (id text PRIMARY KEY, "clinicId" text);
            CREATE TABLE "Provider" (id text PRIMARY KEY, "clinicId" text, "teamId" text);
            CREATE TABLE "Value ""V"" Ü" (id text PRIMARY KEY, "clinicId" text, "providerId" text, "teamId" text);
            INSERT INTO "Team" VALUES ('ts', 'south'), ('tn', 'north');
            INSERT INTO "Provider" VALUES ('n', 'north', 'tn'), ('s', NULL, 'ts');
            INSERT INTO "Value ""V"" Ü" SELECT 'v' || g, CASE WHEN g % 2 = 0 THEN 'north' END, CASE g % 3 WHEN 0 THEN 's' ELSE 'n' END,
                CASE WHEN g % 5 = 0 THEN 'nowhere' END FROM generate_series(1, 60) g""";

    private static final String MAPPING = """
            mapping: 1
            tenant: { table: Clinic, column: clinic_id }
            tables:
              Clinic: { targets: [{ table: clinics, columns: { id: { id: id } } }] }
              Team:
                tenant: clinicId
                targets: [{ table: teams, columns: { id: { id: id }, clinic_id: $tenant } }]
              Provider:
                tenant: [clinicId, { through: teamId, of: Team }]
                targets: [{ table: providers, columns: { id: { id: id }, clinic_id: $tenant } }]
              Value "V" Ü:
                tenant: [clinicId, { through: providerId, of: Provider }, { through: teamId, of: Team }, { constant: it's }]
                targets: [{ table: values, columns: { id: { id: id }, clinic_id: $tenant } }]
            """;

    private static final String COMPOSITE = """
            mapping: 1
            tenant: { table: Clinic, column: clinic_id }
            tables:
              Clinic: { targets: [{ table: clinics, columns: { id: { id: id } } }] }
              Team:
                tenant: clinicId
                targets: [{ table: teams, columns: { id: { id: id }, clinic_id: $tenant } }]
              Provider:
                tenant: [clinicId, { through: teamId, of: Team }]
                targets: [{ table: providers, columns: { id: { id: [a, b] }, clinic_id: $tenant } }]
            """;

    @Test
    void rowsWhoseWaysLeadToDifferentTenantsAreCountedByPair(Database database) throws Exception {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(LEGACY);

            List<Disagreement> found = TenantDisagreements.find(
                    connection,
                    MappingReader.read(MAPPING, "test.yaml"),
                    List.of(
                            source("Clinic", "id"),
                            source("Team", "id", "clinicId"),
                            source("Provider", "id", "clinicId", "teamId"),
                            source("Value \"V\" Ü", "id", "clinicId", "providerId", "teamId")));

            assertThat(found)
                    .extracting(Disagreement::first, Disagreement::second, Disagreement::rows)
                    .containsExactly(
                            tuple("clinicId", "providerId -> Provider.clinicId or teamId -> Team.clinicId", 10L),
                            tuple("clinicId", "a constant", 30L),
                            tuple("providerId -> Provider.clinicId or teamId -> Team.clinicId", "a constant", 60L));
            assertThat(found.get(0).exampleKeys()).containsExactly("v12", "v18", "v24", "v30", "v36");
            assertThat(found.get(0).describe())
                    .startsWith(
                            "public.Value \"V\" Ü: 10 rows belong to one tenant by clinicId and to another by providerId");
        }
    }

    @Test
    void aKeyOfSeveralColumnsIsWrittenAsEverywhere(Database database) throws Exception {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    CREATE TABLE "Clinic" (id text PRIMARY KEY);
                    CREATE TABLE "Team" (id text PRIMARY KEY, "clinicId" text);
                    CREATE TABLE "Provider" (a text, b text, "clinicId" text, "teamId" text, PRIMARY KEY (a, b));
                    INSERT INTO "Team" VALUES ('t', 'other');
                    INSERT INTO "Provider" VALUES ('x,y', 'back\\slash', 'one', 't')""");

            List<Disagreement> found = TenantDisagreements.find(
                    connection,
                    MappingReader.read(COMPOSITE, "test.yaml"),
                    List.of(
                            source("Clinic", "id"),
                            source("Team", "id", "clinicId"),
                            new SourceTable(
                                    new TableId("public", "Provider"),
                                    Columns.of("a", "b", "clinicId", "teamId"),
                                    Columns.of("a", "b"),
                                    Map.of(),
                                    0)));

            assertThat(found)
                    .singleElement()
                    .satisfies(one ->
                            assertThat(one.exampleKeys()).containsExactly(Key.joined(List.of("x,y", "back\\slash"))));
        }
    }

    private static SourceTable source(String name, String... columns) {
        return new SourceTable(new TableId("public", name), Columns.of(columns), Columns.of("id"), Map.of(), 0);
    }
}
