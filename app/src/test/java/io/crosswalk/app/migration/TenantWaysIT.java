package io.crosswalk.app.migration;

import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.junit.Legacy;
import io.crosswalk.testbed.junit.Target;
import io.crosswalk.testbed.server.Database;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.sql.SQLException;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** Rows that have their tenant from a parent which nothing guards: it gets another key, is refused under it, or comes late. */
@Databases
class TenantWaysIT {

    private static final String LEGACY = """
            CREATE TABLE "Clinic" (id text PRIMARY KEY);
            CREATE TABLE "Zone" (id text PRIMARY KEY, name text, "clinicId" text NOT NULL);
            CREATE TABLE "Slot" (id text PRIMARY KEY, "zoneId" text);
            CREATE TABLE "Pin" (id text PRIMARY KEY, "slotId" text);
            CREATE TABLE "Desk" (a integer, b text, "zoneId" text, "yardId" text, "clinicId" text, PRIMARY KEY (a, b));
            INSERT INTO "Clinic" VALUES ('c1'), ('c2'), ('c3');
            INSERT INTO "Zone" VALUES ('z1', 'Z', 'c1');
            INSERT INTO "Slot" VALUES ('s1', 'z1'), ('s2', 'z1');
            INSERT INTO "Pin" VALUES ('p1', 's1')""";

    private static final String TARGET = """
            CREATE TABLE clinics (id uuid PRIMARY KEY);
            CREATE TABLE zones (id uuid PRIMARY KEY, name text NOT NULL, clinic_id uuid NOT NULL);
            CREATE TABLE slots (id uuid PRIMARY KEY, zone_id uuid, clinic_id uuid NOT NULL);
            CREATE TABLE pins (id uuid PRIMARY KEY, slot_id uuid, clinic_id uuid NOT NULL);
            CREATE TABLE desks (a integer, b text, zone_id uuid, yard_id uuid, clinic_id uuid NOT NULL, PRIMARY KEY (a, b))""";

    private static final String MAPPING = """
            mapping: 1
            tenant: { table: Clinic, column: clinic_id }
            tables:
              Clinic: { targets: [{ table: clinics, columns: { id: { id: id } } }] }
              Zone: { tenant: clinicId, targets: [{ table: zones, columns: { id: { id: id }, name: name, clinic_id: $tenant } }] }
              Slot:
                tenant: { through: zoneId, of: Zone }
                targets:
                  - { table: slots, columns: { id: { id: id }, zone_id: { id: zoneId, of: Zone, missing: keep }, clinic_id: $tenant } }
              Pin:
                tenant: { through: slotId, of: Slot }
                targets:
                  - { table: pins, columns: { id: { id: id }, slot_id: { id: slotId, of: Slot, missing: keep }, clinic_id: $tenant } }
              Desk:
                tenant: [{ through: zoneId, of: Zone }, { through: yardId, of: Slot }, clinicId]
                targets:
                  - table: desks
                    key: [a, b]
                    columns:
                      a: a
                      b: b
                      zone_id: { id: zoneId, of: Zone, missing: keep }
                      yard_id: { id: yardId, of: Slot, missing: keep }
                      clinic_id: $tenant
            """;

    private static final String DESKS = """
            SELECT d.b, m.old_id FROM desks d JOIN crosswalk.id_mappings m ON m.table_name = 'Clinic' AND m.new_id = d.clinic_id ORDER BY d.b, d.a""";

    private Database legacy;
    private Database target;

    @BeforeEach
    void create(@Legacy Database old, @Target Database young) throws SQLException {
        legacy = old;
        target = young;
        MigrationBench.execute(legacy, LEGACY);
        MigrationBench.execute(target, TARGET);
    }

    private void change(MigrationBench bench, String sql) throws Exception {
        MigrationBench.execute(legacy, sql);
        bench.drained();
        assertThat(bench.compare().problems()).as(sql).isEmpty();
    }

    private List<String> waiting() throws SQLException {
        return MigrationBench.rows(target, "SELECT source_key FROM crosswalk.quarantine ORDER BY 1");
    }

    @Test
    void aParentWithAnotherKeyLeavesNobodyBehindInItsTenant() throws Exception {
        try (MigrationBench bench = new MigrationBench(legacy, target, MAPPING)) {
            bench.streaming();
            change(bench, "UPDATE \"Zone\" SET id = 'z2'");
            assertThat(waiting()).containsExactly("p1", "s1", "s2");

            change(bench, "UPDATE \"Slot\" SET \"zoneId\" = 'z2'");
            assertThat(waiting()).isEmpty();

            // The parent itself is refused under its new key.
            MigrationBench.execute(legacy, "UPDATE \"Zone\" SET id = 'z3', name = NULL");
            bench.drained();
            assertThat(MigrationBench.rows(target, "SELECT id FROM slots UNION ALL SELECT id FROM pins"))
                    .isEmpty();
            assertThat(waiting()).containsExactly("p1", "s1", "s2", "z3");
            change(bench, "UPDATE \"Zone\" SET id = 'z2', name = 'again'");
            assertThat(waiting()).isEmpty();

            // With a cascade they follow, and nobody waits.
            change(
                    bench,
                    "BEGIN; UPDATE \"Zone\" SET id = 'z4'; UPDATE \"Slot\" SET \"zoneId\" = 'z4'; UPDATE \"Slot\" SET id = 's3' WHERE id = 's1';"
                            + " UPDATE \"Pin\" SET \"slotId\" = 's3'; COMMIT");
            assertThat(waiting()).isEmpty();
            assertThat(MigrationBench.rows(target, "SELECT count(*) FROM pins JOIN slots ON slots.id = slot_id"))
                    .containsExactly("1");
        }
    }

    @Test
    void aParentThatComesLateTakesOverWhoPrefersIt() throws Exception {
        MigrationBench.execute(legacy, """
                INSERT INTO "Desk" VALUES (1, 'own', NULL, NULL, 'c3'), (2, 'zone', 'late', NULL, 'c3'), (3, 'yard', 'late', 's1', 'c3'),
                    (4, 'zone', 'late', NULL, 'c2')""");
        try (MigrationBench bench = new MigrationBench(legacy, target, MAPPING)) {
            bench.streaming();
            assertThat(MigrationBench.rows(target, DESKS)).containsExactly("own|c3", "yard|c1", "zone|c3", "zone|c2");

            change(bench, "INSERT INTO \"Zone\" VALUES ('late', 'L', 'c2')");
            assertThat(MigrationBench.rows(target, DESKS)).containsExactly("own|c3", "yard|c2", "zone|c2", "zone|c2");

            change(bench, "UPDATE \"Zone\" SET \"clinicId\" = 'c3'");
            assertThat(MigrationBench.rows(target, DESKS)).containsExactly("own|c3", "yard|c3", "zone|c3", "zone|c3");
            assertThat(waiting()).isEmpty();
        }
    }

    @Test
    void whoLostAParentComesBackByTheWayThatComesFirst() throws Exception {
        MigrationBench.execute(legacy, "INSERT INTO \"Desk\" VALUES (3, 'yard', 'late', 's1', NULL)");
        try (MigrationBench bench = new MigrationBench(legacy, target, MAPPING)) {
            bench.streaming();
            assertThat(MigrationBench.rows(target, DESKS)).containsExactly("yard|c1");

            MigrationBench.execute(legacy, "DELETE FROM \"Slot\" WHERE id = 's1'");
            bench.drained();
            MigrationBench.execute(legacy, "INSERT INTO \"Zone\" VALUES ('late', 'L', 'c2')");
            bench.drained();
            change(bench, "INSERT INTO \"Slot\" VALUES ('s1', 'z1')");
            assertThat(MigrationBench.rows(target, DESKS)).containsExactly("yard|c2");
        }
    }
}
