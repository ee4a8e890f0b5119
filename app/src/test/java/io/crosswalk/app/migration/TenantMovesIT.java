package io.crosswalk.app.migration;

import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.junit.Legacy;
import io.crosswalk.testbed.junit.Target;
import io.crosswalk.testbed.kamdental.KamdentalLegacy;
import io.crosswalk.testbed.kamdental.KamdentalTarget;
import io.crosswalk.testbed.server.Database;
import io.crosswalk.transformer.mapping.BundledMapping;
import org.junit.jupiter.api.Test;

import java.sql.Connection;

import static org.assertj.core.api.Assertions.assertThat;

/** Rows whose tenant comes along a path follow when a link of the path changes, wherever their tenant may come from else. */
@Databases
class TenantMovesIT {

    private static final String LEGACY = """
            INSERT INTO "Clinic" (id, name, location, status, "updatedAt") VALUES ('north', 'North', 'N', 'active', now()),
                                                                                ('south', 'South', 'S', 'active', now());
            INSERT INTO "Provider" (id, name, "providerType", status, "clinicId", "updatedAt")
            VALUES ('p', 'P', 'dentist', 'active', 'north', now());
            INSERT INTO "MetricDefinition" (id, name, description, "dataType", category, "isComposite", "updatedAt")
            VALUES ('m', 'M', 'm', 'number', 'c', false, now());
            INSERT INTO "MetricValue" (id, date, value, "sourceType", "metricDefinitionId", "clinicId", "providerId", "updatedAt")
            VALUES ('inherits', now(), '1', 'x', 'm', NULL, 'p', now()), ('own', now(), '2', 'x', 'm', 'north', 'p', now());
            INSERT INTO "User" (id, email, name, role, "clinicId", "updatedAt") VALUES ('u', 'u@x', 'U', 'dentist', 'north', now());
            INSERT INTO "Dashboard" (id, name, "isDefault", "userId", "updatedAt") VALUES ('d', 'D', true, 'u', now());
            INSERT INTO "Widget" (id, "widgetType", "positionX", "positionY", width, height, "dashboardId", "updatedAt")
            VALUES ('w', 'chart', 0, 0, 1, 1, 'd', now());
            """;

    private static final String VALUES =
            "SELECT v.value, c.name FROM metric_values v JOIN clinics c ON c.id = v.clinic_id ORDER BY 1";

    private static final String WIDGETS = "SELECT c.name FROM widgets w JOIN clinics c ON c.id = w.clinic_id";

    @Test
    void everythingBelowAMovedRowFollowsAndNothingElse(@Legacy Database legacy, @Target Database target)
            throws Exception {
        try (Connection connection = legacy.connect()) {
            KamdentalLegacy.create(connection);
        }
        try (Connection connection = target.connect()) {
            KamdentalTarget.create(connection);
        }
        MigrationBench.execute(legacy, LEGACY);
        try (MigrationBench bench = new MigrationBench(
                legacy, target, BundledMapping.text("kamdental").orElseThrow())) {
            bench.streaming();
            MigrationBench.execute(legacy, "UPDATE \"Provider\" SET \"clinicId\" = 'south'");
            bench.drained();
            assertThat(MigrationBench.rows(target, VALUES)).containsExactly("1|South", "2|North");

            MigrationBench.execute(legacy, "UPDATE \"User\" SET \"clinicId\" = NULL");
            bench.drained();
            assertThat(MigrationBench.rows(target, WIDGETS)).isEmpty();
            assertThat(MigrationBench.rows(target, "SELECT target_table FROM crosswalk.quarantine ORDER BY 1"))
                    .containsExactly("public.dashboards", "public.widgets");

            MigrationBench.execute(legacy, "UPDATE \"User\" SET \"clinicId\" = 'south'");
            bench.drained();
            assertThat(MigrationBench.rows(target, WIDGETS)).containsExactly("South");

            MigrationBench.execute(legacy, "UPDATE \"User\" SET id = 'u2'");
            MigrationBench.execute(legacy, "UPDATE \"User\" SET \"clinicId\" = 'north', name = 'renamed'");
            bench.drained();
            assertThat(MigrationBench.rows(target, WIDGETS)).containsExactly("North");
            assertThat(MigrationBench.rows(target, "SELECT count(*), max(name) FROM profiles"))
                    .containsExactly("1|renamed");
            assertThat(MigrationBench.rows(target, "SELECT target_table, reason FROM crosswalk.quarantine"))
                    .isEmpty();
            assertThat(bench.compare().problems()).isEmpty();
        }
    }

    @Test
    void rowsWithPolymorphicReferencesAndArraysFollowWhole(@Legacy Database legacy, @Target Database target)
            throws Exception {
        MigrationBench.execute(legacy, """
                CREATE TABLE "Clinic" (id text PRIMARY KEY);
                CREATE TABLE "Team" (id text PRIMARY KEY, "clinicId" text);
                CREATE TABLE "Note" (id text PRIMARY KEY, "teamId" text, kind text, "aboutId" text, "teamIds" text[]);
                INSERT INTO "Clinic" VALUES ('north'), ('south');
                INSERT INTO "Team" VALUES ('t', 'north'), ('u', 'north');
                INSERT INTO "Note" VALUES ('a', 't', 'team', 'u', '{t,u}'), ('b', 't', 'clinic', 'south', '{}'),
                    ('c', 'u', 'team', 't', '{t}')""");
        MigrationBench.execute(target, """
                CREATE TABLE clinics (id uuid PRIMARY KEY);
                CREATE TABLE teams (id uuid PRIMARY KEY, clinic_id uuid NOT NULL);
                CREATE TABLE notes (id uuid PRIMARY KEY, clinic_id uuid NOT NULL, team_id uuid, about uuid, teams uuid[])""");
        String tenants = "SELECT m.old_id, t.old_id, cardinality(n.teams), n.about IS NOT NULL FROM notes n"
                + " JOIN crosswalk.id_mappings m ON m.table_name = 'Note' AND m.new_id = n.id"
                + " JOIN crosswalk.id_mappings t ON t.table_name = 'Clinic' AND t.new_id = n.clinic_id ORDER BY 1";
        try (MigrationBench bench = new MigrationBench(legacy, target, NOTES)) {
            bench.streaming();
            MigrationBench.execute(legacy, "UPDATE \"Team\" SET \"clinicId\" = 'south' WHERE id = 't'");
            bench.drained();
            assertThat(MigrationBench.rows(target, tenants))
                    .containsExactly("a|south|2|t", "b|south|0|t", "c|north|1|t");

            // Without a tenant the team is refused: its notes go with it, and who names it in an array loses the whole
            // row.
            MigrationBench.execute(legacy, "UPDATE \"Team\" SET \"clinicId\" = NULL WHERE id = 't'");
            bench.drained();
            assertThat(MigrationBench.rows(target, tenants)).isEmpty();
            MigrationBench.execute(legacy, "UPDATE \"Team\" SET \"clinicId\" = 'north' WHERE id = 't'");
            bench.drained();
            assertThat(MigrationBench.rows(target, tenants))
                    .containsExactly("a|north|2|t", "b|north|0|t", "c|north|1|t");
            assertThat(MigrationBench.rows(target, "SELECT reason FROM crosswalk.quarantine"))
                    .isEmpty();
            assertThat(bench.compare().problems()).isEmpty();
        }
    }

    private static final String NOTES = """
            mapping: 1
            tenant: { table: Clinic, column: clinic_id }
            tables:
              Clinic: { targets: [{ table: clinics, columns: { id: { id: id } } }] }
              Team:
                tenant: clinicId
                targets: [{ table: teams, columns: { id: { id: id }, clinic_id: $tenant } }]
              Note:
                tenant: { through: teamId, of: Team }
                targets:
                  - table: notes
                    columns:
                      id: { id: id }
                      clinic_id: $tenant
                      team_id: { id: teamId, of: Team }
                      about: { id: aboutId, of: { by: kind, tables: { team: Team, clinic: Clinic }, otherwise: null } }
                      teams: { ids: teamIds, of: Team }
            """;

    @Test
    void aRowWhoseKeyHasSeveralColumnsFollowsToo(@Legacy Database legacy, @Target Database target) throws Exception {
        MigrationBench.execute(legacy, """
                CREATE TABLE company (id text PRIMARY KEY);
                CREATE TABLE supplier (id text PRIMARY KEY, company text NOT NULL REFERENCES company);
                CREATE TABLE purchase (id text PRIMARY KEY, company text NOT NULL REFERENCES company);
                CREATE TABLE line (purchase text REFERENCES purchase, number integer, supplier text REFERENCES supplier,
                                   PRIMARY KEY (purchase, number));
                INSERT INTO company VALUES ('north'), ('south');
                INSERT INTO supplier VALUES ('s', 'north');
                INSERT INTO purchase VALUES ('p', 'north');
                INSERT INTO line VALUES ('p', 1, 's'), ('p', 2, NULL)""");
        MigrationBench.execute(target, """
                CREATE TABLE companies (id uuid PRIMARY KEY, name text);
                CREATE TABLE suppliers (id uuid PRIMARY KEY, company_id uuid NOT NULL);
                CREATE TABLE purchases (id uuid PRIMARY KEY, company_id uuid NOT NULL);
                CREATE TABLE lines (purchase_id uuid, number integer, supplier_id uuid, company_id uuid NOT NULL,
                                    PRIMARY KEY (purchase_id, number))""");
        String lines = "SELECT l.number, c.name FROM lines l JOIN companies c ON c.id = l.company_id ORDER BY 1";
        try (MigrationBench bench = new MigrationBench(legacy, target, """
                mapping: 1
                tenant: { table: company, column: company_id }
                tables:
                  company:
                    targets: [{ table: companies, columns: { id: { id: id }, name: id } }]
                  supplier:
                    tenant: company
                    targets: [{ table: suppliers, columns: { id: { id: id }, company_id: $tenant } }]
                  purchase:
                    tenant: company
                    targets: [{ table: purchases, columns: { id: { id: id }, company_id: $tenant } }]
                  line:
                    tenant: [{ through: supplier, of: supplier }, { through: purchase, of: purchase }]
                    targets:
                      - table: lines
                        key: [purchase_id, number]
                        columns:
                          purchase_id: { id: purchase, of: purchase }
                          number: number
                          supplier_id: { id: supplier, of: supplier }
                          company_id: $tenant
                """)) {
            bench.streaming();
            MigrationBench.execute(legacy, "UPDATE supplier SET company = 'south'");
            bench.drained();
            assertThat(MigrationBench.rows(target, lines)).containsExactly("1|south", "2|north");
        }
    }
}
