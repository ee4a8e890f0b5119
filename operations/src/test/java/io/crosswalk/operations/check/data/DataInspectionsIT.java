package io.crosswalk.operations.check.data;

import io.crosswalk.operations.check.CheckBench;
import io.crosswalk.operations.check.Inspection;
import io.crosswalk.operations.check.target.MappingFit;
import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.junit.Legacy;
import io.crosswalk.testbed.junit.Target;
import io.crosswalk.testbed.server.Database;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.sql.SQLException;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** One legacy row is spoiled at a time; what is found shows no value of it. */
@Databases
class DataInspectionsIT {

    private CheckBench bench;

    @BeforeEach
    void create(@Legacy Database legacy, @Target Database target) throws SQLException {
        bench = new CheckBench(legacy, target);
    }

    @Test
    void nothingIsFoundWhereNothingIsWrong() {
        for (Inspection inspection : List.of(
                new DuplicateAddresses(),
                new SoftReferences(),
                new TenantlessRows(),
                new DisagreeingTenants(),
                new RequiredValues(),
                new SampledRows())) {
            assertThat(bench.find(inspection)).as(inspection.subject()).isEmpty();
        }
    }

    @Test
    void addressesThatDifferByCaseAreCountedAndNotShown() throws SQLException {
        bench.onLegacy(
                "INSERT INTO \"User\" VALUES ('u3', 'ANN@example.org', 'c1'), ('u4', NULL, 'c1'), ('u5', '', 'c1')");

        List<String> found = bench.find(new DuplicateAddresses());
        assertThat(found)
                .hasSize(2)
                .anySatisfy(line -> assertThat(line)
                        .startsWith("WARNING source table public.User: 2 users have the same e-mail address")
                        .contains("u1, u3"))
                .anySatisfy(line -> assertThat(line).contains("2 users have no e-mail address"));
        assertThat(found.toString()).doesNotContainIgnoringCase("ann@");
    }

    @Test
    void rowsThatPointToNothingAreCountedWhereNoForeignKeyGuards() throws SQLException {
        bench.onLegacy("INSERT INTO \"Visit\" VALUES ('v3', 'gone', 'open', 1), ('v4', 'gone too', 'open', 1)");

        assertThat(bench.find(new SoftReferences()))
                .singleElement()
                .asString()
                .startsWith("WARNING source column public.Visit.userId: 2 rows point to no row of public.User")
                .contains("SELECT * FROM \"public\".\"Visit\"");

        bench.onLegacy("DELETE FROM \"Visit\" WHERE id IN ('v3', 'v4');"
                + "ALTER TABLE \"Visit\" ADD FOREIGN KEY (\"userId\") REFERENCES \"User\"");
        assertThat(bench.find(new SoftReferences())).isEmpty();
    }

    @Test
    void rowsWithoutATenantAreNotedWhereTheMappingWritesThem() throws SQLException {
        bench.onLegacy("UPDATE \"User\" SET \"clinicId\" = NULL WHERE id = 'u2';"
                + "INSERT INTO \"Visit\" VALUES ('v3', 'gone', 'open', 1)");
        bench.inMapping("    tenant: clinicId\n", "    tenant: [clinicId, null]\n")
                .inMapping("tenant: { through: userId, of: User }", "tenant: [{ through: userId, of: User }, null]");

        assertThat(bench.find(new TenantlessRows()))
                .hasSize(3)
                .anySatisfy(line -> assertThat(line).startsWith("NOTE source table public.User: 1 rows have no tenant"))
                .anySatisfy(
                        line -> assertThat(line).startsWith("NOTE source table public.Visit: 1 rows have no tenant"))
                .anySatisfy(line ->
                        assertThat(line).startsWith("WARNING source table public.Visit: 1 rows lead to no tenant"));
        assertThat(bench.find(new MappingFit()))
                .hasSize(2)
                .allSatisfy(line -> assertThat(line)
                        .startsWith("BLOCKER mapping tables.")
                        .contains("as NOT NULL, and a row may have no tenant", "drop NOT NULL"));
    }

    @Test
    void rowsThatLeadToNoTenantAreCountedAlongThePath() throws SQLException {
        bench.onLegacy("UPDATE \"User\" SET \"clinicId\" = NULL WHERE id = 'u2'");

        assertThat(bench.find(new TenantlessRows()))
                .hasSize(2)
                .anySatisfy(line ->
                        assertThat(line).startsWith("WARNING source table public.User: 1 rows lead to no tenant"))
                .anySatisfy(line ->
                        assertThat(line).startsWith("WARNING source table public.Visit: 1 rows lead to no tenant"));

        bench.inMapping("- table: members\n", "- table: members\n        when: clinicId\n");
        assertThat(bench.find(new TenantlessRows())).singleElement().asString().contains("public.Visit");
    }

    @Test
    void rowsThatTwoWaysGiveToTwoTenantsAreCounted() throws SQLException {
        bench.onLegacy("ALTER TABLE \"Visit\" ADD COLUMN \"clinicId\" text; UPDATE \"Visit\" SET \"clinicId\" = 'c2'");
        bench.inMapping("tenant: { through: userId, of: User }", "tenant: [clinicId, { through: userId, of: User }]");

        assertThat(bench.find(new DisagreeingTenants()))
                .singleElement()
                .asString()
                .startsWith("WARNING source table public.Visit: 1 rows belong to one tenant by")
                .contains("for example v1");
    }

    @Test
    void rowsThatAreNotMigratedDoNotCount() throws SQLException {
        bench.onLegacy(
                "UPDATE \"User\" SET \"clinicId\" = NULL WHERE id = 'u2'; UPDATE \"Visit\" SET \"userId\" = 'gone' WHERE id = 'v1'");
        bench.onTarget("ALTER TABLE visits ALTER COLUMN cost SET NOT NULL");

        bench.inMapping("  Visit:\n", "  Visit:\n    where: { null_if: [open, closed], from: status }\n");

        assertThat(bench.find(new SoftReferences())).isEmpty();
        assertThat(bench.find(new RequiredValues())).isEmpty();
        assertThat(bench.find(new TenantlessRows())).singleElement().asString().contains("public.User");

        bench.inMapping("{ null_if: [open, closed], from: status }", "{ lower: status }");
        assertThat(bench.find(new SoftReferences()))
                .singleElement()
                .asString()
                .contains("at most 1 rows point to no row");
    }

    @Test
    void nullsForARequiredColumnAreCounted() throws SQLException {
        bench.onTarget("ALTER TABLE visits ALTER COLUMN cost SET NOT NULL");

        assertThat(bench.find(new RequiredValues()))
                .singleElement()
                .asString()
                .startsWith(
                        "WARNING target column public.visits.cost: it is NOT NULL, and 1 rows have NULL in public.Visit.cost")
                .contains("coalesce", "DROP NOT NULL");
    }

    @Test
    void aSampleFindsValuesThatTheTypeRefusesAndShowsNone() throws SQLException {
        bench.onTarget("ALTER TABLE visits ALTER COLUMN status TYPE boolean USING NULL");
        bench.onLegacy("INSERT INTO \"Visit\" VALUES ('v3', 'u1', 'hunter2', 1)");

        List<String> found = bench.find(new SampledRows());
        assertThat(found)
                .singleElement()
                .asString()
                .startsWith(
                        "BLOCKER target column public.visits.status: 3 of 3 sampled rows have a value that is no boolean");
        assertThat(found.toString()).doesNotContain("hunter2");

        bench.onLegacy("UPDATE \"Visit\" SET status = 'true' WHERE id = 'v1'");
        assertThat(bench.find(new SampledRows()))
                .singleElement()
                .asString()
                .startsWith("WARNING")
                .contains("2 of 3");
    }

    @Test
    void aSampleFindsRowsThatTheMappingRefuses() throws SQLException {
        bench.inMapping("status: status", "status: { map: { open: o }, from: status }");

        assertThat(bench.find(new SampledRows()))
                .singleElement()
                .asString()
                .startsWith("WARNING target column public.visits.status: 1 of 2 sampled rows have no value for it")
                .doesNotContain("closed");
    }
}
