package io.crosswalk.app.migration;

import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.junit.Legacy;
import io.crosswalk.testbed.junit.Target;
import io.crosswalk.testbed.server.Database;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.sql.SQLException;

import static org.assertj.core.api.Assertions.assertThat;

/** Keys of several columns whose values, joined without care, would be one and the same text. */
@Databases
class OddKeysIT {

    private static final String LEGACY = """
            CREATE TABLE "Clinic" (id text PRIMARY KEY);
            CREATE TABLE "Zone" (id text PRIMARY KEY, "clinicId" text NOT NULL);
            CREATE TABLE "Slot" (a text, b text, "clinicId" text, "zoneId" text, "spareId" text, PRIMARY KEY (a, b));
            INSERT INTO "Clinic" VALUES ('c1'), ('c2');
            INSERT INTO "Zone" VALUES ('z1', 'c1')""";

    private static final String SLOTS = """
            INSERT INTO "Slot" VALUES ('a,b', 'c', NULL, 'z1', 'late'), ('a', 'b,c', NULL, 'z1', 'late'), ('a\\', 'b,c', NULL, 'z1', 'late'),
                ('a', '\\b,c', NULL, 'z1', 'late'), ('a\\,b', 'c', NULL, 'z1', 'late'), ('own', ',', 'c1', 'z1', 'late')""";

    private static final String TARGET = """
            CREATE TABLE clinics (id uuid PRIMARY KEY);
            CREATE TABLE zones (id uuid PRIMARY KEY, clinic_id uuid NOT NULL);
            CREATE TABLE slots (a text, b text, clinic_id uuid NOT NULL, zone_id uuid, spare_id uuid, PRIMARY KEY (a, b))""";

    private static final String MAPPING = """
            mapping: 1
            tenant: { table: Clinic, column: clinic_id }
            tables:
              Clinic: { targets: [{ table: clinics, columns: { id: { id: id } } }] }
              Zone: { tenant: clinicId, targets: [{ table: zones, columns: { id: { id: id }, clinic_id: $tenant } }] }
              Slot:
                tenant: [clinicId, { through: zoneId, of: Zone }]
                targets:
                  - table: slots
                    key: [a, b]
                    columns:
                      a: a
                      b: b
                      clinic_id: $tenant
                      zone_id: { id: zoneId, of: Zone }
                      spare_id: { id: spareId, of: Zone, missing: null }
            """;

    private static final String FREE = "SELECT count(*) FROM slots WHERE spare_id IS NULL";

    private Database legacy;
    private Database target;

    @BeforeEach
    void create(@Legacy Database old, @Target Database young) throws SQLException {
        legacy = old;
        target = young;
        MigrationBench.execute(legacy, LEGACY);
        MigrationBench.execute(target, TARGET);
    }

    @Test
    void aLateParentReleasesEachOfThem() throws Exception {
        MigrationBench.execute(legacy, SLOTS);
        try (MigrationBench bench = new MigrationBench(legacy, target, MAPPING)) {
            bench.streaming().drained();
            assertThat(MigrationBench.rows(target, FREE)).containsExactly("6");

            MigrationBench.execute(legacy, "INSERT INTO \"Zone\" VALUES ('late', 'c2')");
            bench.drained();

            assertThat(MigrationBench.rows(target, FREE)).containsExactly("0");
            assertThat(MigrationBench.rows(target, "SELECT count(*) FROM crosswalk.awaited"))
                    .containsExactly("0");
            assertThat(bench.compare().problems()).isEmpty();
        }
    }

    @Test
    void eachOfThemFollowsItsParentAndWaitsForIt() throws Exception {
        try (MigrationBench bench = new MigrationBench(legacy, target, MAPPING)) {
            bench.streaming();
            MigrationBench.execute(legacy, SLOTS);
            MigrationBench.execute(legacy, "UPDATE \"Zone\" SET \"clinicId\" = 'c2'");
            bench.drained();
            assertThat(MigrationBench.rows(target, """
                            SELECT string_agg(s.a, ';' ORDER BY s.a) FROM slots s JOIN crosswalk.id_mappings m ON m.new_id = s.clinic_id
                            WHERE m.table_name = 'Clinic' AND m.old_id = 'c1'""")).containsExactly("own");
            assertThat(bench.compare().problems()).isEmpty();

            MigrationBench.execute(legacy, "DELETE FROM \"Zone\"");
            bench.drained();
            assertThat(MigrationBench.rows(target, "SELECT count(*) FROM slots"))
                    .containsExactly("0");
            assertThat(bench.compare().problems()).isEmpty();

            MigrationBench.execute(legacy, "UPDATE \"Slot\" SET \"spareId\" = 'later' WHERE a = 'a'");
            MigrationBench.execute(legacy, "INSERT INTO \"Zone\" VALUES ('z1', 'c1'), ('later', 'c1'), ('late', 'c1')");
            bench.drained();
            assertThat(MigrationBench.rows(target, "SELECT count(spare_id) FROM slots"))
                    .containsExactly("6");
            assertThat(MigrationBench.rows(target, "SELECT count(*) FROM crosswalk.quarantine"))
                    .containsExactly("0");
            assertThat(bench.compare().problems()).isEmpty();
        }
    }
}
