package io.crosswalk.operations.comparison;

import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.junit.Legacy;
import io.crosswalk.testbed.junit.Target;
import io.crosswalk.testbed.server.Database;
import io.crosswalk.transformer.secrets.TinkSealer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Map;

import static io.crosswalk.operations.comparison.ComparisonBench.id;
import static org.assertj.core.api.Assertions.assertThat;

/** One corruption at a time: each must be found, and told without showing a value. */
@Databases
class ComparisonIT {

    private static final String[] VALUES = {
        "Northern", "Southern", "Doctor", "tea", "2024-02-29", "hunter2", "t0ken", "waits", "planted", "tink:v1:"
    };

    private ComparisonBench bench;

    @BeforeEach
    void migrate(@Legacy Database legacy, @Target Database target) throws Exception {
        bench = new ComparisonBench(legacy, target);
        bench.migrate();
    }

    private List<String> problems() throws Exception {
        ComparisonReport report = bench.compare();
        assertThat(report.isEqual()).isEqualTo(report.problems().isEmpty());
        assertThat(report.problems()).allSatisfy(problem -> assertThat(problem).doesNotContain(VALUES));
        assertThat(report.toString()).doesNotContain(VALUES);
        return report.problems();
    }

    private void updateTarget(String table, String row, String assignment) throws Exception {
        bench.onTarget("UPDATE " + table + " SET " + assignment + " WHERE id = '" + id(row) + "'");
    }

    @Test
    void equalSidesHaveNoProblems() throws Exception {
        ComparisonReport report = bench.compare();

        assertThat(report.problems()).isEmpty();
        assertThat(report.targetRows())
                .containsEntry(new TableId("public", "clinics"), 2L)
                .containsEntry(new TableId("public", "providers"), 3L)
                .containsEntry(new TableId("public", "tokens"), 3L);
        assertThat(report.quarantined()).containsExactly(Map.entry("public.tokens", 1L));
        assertThat(report.tables())
                .filteredOn(table -> table.source().name().equals("Token"))
                .singleElement()
                .satisfies(table -> assertThat(List.of(table.sourceRows(), table.expectedRows(), table.setAside()))
                        .containsExactly(4L, 3L, 1L));
    }

    @Test
    void aMissingRowIsNamed() throws Exception {
        bench.onTarget("DELETE FROM tokens WHERE id = '" + id("t3") + "'");

        assertThat(problems())
                .anySatisfy(problem -> assertThat(problem)
                        .contains("public.Token -> public.tokens: 1 rows missing, 0 different")
                        .contains("public.tokens " + id("t3") + ": missing"))
                .contains("public.tokens holds 2 rows, the mapping gives 3");
    }

    @Test
    void anExtraRowIsCounted() throws Exception {
        bench.onTarget("INSERT INTO clinics VALUES (gen_random_uuid(), 'planted')");

        assertThat(problems()).containsExactly("public.clinics holds 3 rows, the mapping gives 2");
    }

    @Test
    void anExtraRowIsFoundWhereAnotherIsMissing() throws Exception {
        updateTarget("clinics", "c1", "id = gen_random_uuid()");

        assertThat(problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem).contains("public.clinics " + id("c1") + ": missing"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "providers | p1 | name = 'planted'                     | name",
                "providers | p1 | name = concat(name, ' ')             | name",
                "providers | p1 | note = NULL                          | note",
                "providers | p2 | note = ''                            | note",
                "providers | p3 | note = NULL                          | note",
                "providers | p1 | born = born + interval '1 ms'        | born",
                "providers | p1 | size = 1.51                          | size",
                "providers | p2 | size = 0                             | size",
                "providers | p1 | name = NULL, note = 'planted'        | name, note",
                "tokens    | t1 | secret = NULL                        | secret",
                "tokens    | t1 | secret = 'hunter2'                   | secret",
                "tokens    | t3 | secret = 'planted'                   | secret",
            })
    void aChangedValueIsNamedByTableKeyAndColumn(String table, String row, String assignment, String columns)
            throws Exception {
        updateTarget(table, row, assignment);

        assertThat(problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem)
                        .contains("0 rows missing, 1 different")
                        .endsWith("public." + table + " " + id(row) + ": differs in " + columns));
    }

    @Test
    void aRowOfAnotherTenantIsNamed() throws Exception {
        updateTarget("tokens", "t1", "clinic_id = '" + id("c2") + "'");

        assertThat(problems())
                .singleElement()
                .satisfies(problem ->
                        assertThat(problem).endsWith("public.tokens " + id("t1") + ": differs in clinic_id"));
    }

    @Test
    void aTenantThatIsWrongAtTheParentIsNamedThereEvenWhereAllBelowAgree() throws Exception {
        updateTarget("providers", "p1", "clinic_id = '" + id("c2") + "'");
        updateTarget("tokens", "t1", "clinic_id = '" + id("c2") + "'");

        assertThat(problems())
                .singleElement()
                .satisfies(problem ->
                        assertThat(problem).endsWith("public.providers " + id("p1") + ": differs in clinic_id"));
    }

    @Test
    void aReferenceToAnotherRowIsNamed() throws Exception {
        updateTarget("tokens", "t2", "provider_id = '" + id("p3") + "'");

        assertThat(problems())
                .singleElement()
                .satisfies(problem ->
                        assertThat(problem).endsWith("public.tokens " + id("t2") + ": differs in provider_id"));
    }

    @Test
    void aSecretOfAnotherRowIsNamed() throws Exception {
        bench.onLegacy("UPDATE \"Token\" SET secret = 'hunter2' WHERE secret = 't0ken'");
        updateTarget("tokens", "t2", "secret = (SELECT secret FROM tokens WHERE id = '" + id("t1") + "')");

        assertThat(problems())
                .singleElement()
                .satisfies(
                        problem -> assertThat(problem).endsWith("public.tokens " + id("t2") + ": differs in secret"));
    }

    @Test
    void aSecretSealedWithAnotherKeysetIsNamed() throws Exception {
        String sealed = bench.seal(new TinkSealer(TinkSealer.newKeyset()), "t1", "hunter2");
        updateTarget("tokens", "t1", "secret = '" + sealed + "'");

        assertThat(problems())
                .singleElement()
                .satisfies(
                        problem -> assertThat(problem).endsWith("public.tokens " + id("t1") + ": differs in secret"));
    }

    @Test
    void anotherSecretSealedForTheRowIsNamedAndTheSameIsNot() throws Exception {
        updateTarget("tokens", "t1", "secret = '" + bench.seal(bench.sealer(), "t1", "hunter2") + "'");
        assertThat(problems()).isEmpty();

        updateTarget("tokens", "t1", "secret = '" + bench.seal(bench.sealer(), "t1", "planted") + "'");
        assertThat(problems())
                .singleElement()
                .satisfies(
                        problem -> assertThat(problem).endsWith("public.tokens " + id("t1") + ": differs in secret"));
    }

    @Test
    void aRowInTheQuarantineThatBelongsInTheTargetIsReported() throws Exception {
        bench.onTarget("UPDATE crosswalk.quarantine SET target_table = 'public.clinics'");

        assertThat(problems())
                .containsExactlyInAnyOrder(
                        "public.clinics: 0 rows cannot be mapped, the quarantine holds 1",
                        "public.tokens: 1 rows cannot be mapped, the quarantine holds 0");
    }

    @Test
    void aRowInTheQuarantineOfATableThatNothingWritesIsReported() throws Exception {
        bench.onTarget("UPDATE crosswalk.quarantine SET target_table = 'public.planet'");

        assertThat(problems()).contains("public.planet: the quarantine holds 1 rows that no legacy row stands for");
    }

    @Test
    void aRowThatBelongsInTheQuarantineAndIsNowhereIsReported() throws Exception {
        bench.onTarget("DELETE FROM crosswalk.quarantine");

        assertThat(problems()).containsExactly("public.tokens: 1 rows cannot be mapped, the quarantine holds 0");
    }

    @Test
    void whatWasWrittenToTheLegacySideAfterwardsIsReported() throws Exception {
        bench.onLegacy("UPDATE \"Clinic\" SET name = 'planted' WHERE name = 'Northern Clinic'");
        bench.onLegacy("DELETE FROM \"Token\" WHERE secret = 'hunter2'");

        assertThat(problems())
                .hasSize(2)
                .anySatisfy(problem -> assertThat(problem).endsWith(id("c1") + ": differs in name"))
                .contains("public.tokens holds 3 rows, the mapping gives 2");
    }

    @Test
    void onlyAFewExamplesAreGivenAndAllAreCounted() throws Exception {
        bench.onLegacy("INSERT INTO \"Clinic\" SELECT 'clinic ' || n, 'planted' FROM generate_series(1, 4100) n");

        assertThat(problems())
                .hasSize(2)
                .anySatisfy(problem ->
                        assertThat(problem).contains("4100 rows missing").matches("[^;]*(;[^;]*){4}"));
    }

    @Test
    void aValueThatWasCutIsNamed() throws Exception {
        bench.onLegacy("UPDATE \"Provider\" SET name = 'Doctor Ann the Second' WHERE name = 'Doctor Ann'");
        updateTarget("providers", "p1", "name = 'Doctor Ann t'");
        assertThat(problems())
                .singleElement()
                .satisfies(
                        problem -> assertThat(problem).endsWith("public.providers " + id("p1") + ": differs in name"));
    }

    @Test
    void aRowThatTheTargetRefusesDoesNotEndTheComparison() throws Exception {
        bench.onLegacy("UPDATE \"Provider\" SET size = 'planted' WHERE name = 'Doctor Ann'");
        bench.onTarget("DELETE FROM providers WHERE name = 'Doctor Ann'; DELETE FROM tokens WHERE provider_id = '"
                + id("p1") + "'");
        assertThat(problems())
                .isNotEmpty()
                .allSatisfy(problem -> assertThat(problem).doesNotContain("planted"));
    }
}
