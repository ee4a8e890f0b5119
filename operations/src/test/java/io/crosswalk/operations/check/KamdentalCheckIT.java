package io.crosswalk.operations.check;

import io.crosswalk.operations.check.preflight.CheckReport;
import io.crosswalk.operations.check.preflight.Inspections;
import io.crosswalk.operations.check.preflight.Preflight;
import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.junit.Legacy;
import io.crosswalk.testbed.junit.Target;
import io.crosswalk.testbed.kamdental.FillProgress;
import io.crosswalk.testbed.kamdental.KamdentalLegacy;
import io.crosswalk.testbed.kamdental.KamdentalTarget;
import io.crosswalk.testbed.kamdental.LegacyPopulation;
import io.crosswalk.testbed.server.Database;
import io.crosswalk.transformer.mapping.BundledMapping;
import io.crosswalk.transformer.mapping.MappingReader;
import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

import static org.assertj.core.api.Assertions.assertThat;

/** The example migration is ready to run, and the check says what is odd about it. */
@Databases
class KamdentalCheckIT {

    @Test
    void aHealthyMigrationHasNoBlockers(@Legacy(version = 15) Database legacy, @Target Database target)
            throws SQLException {
        LegacyPopulation population = new LegacyPopulation(42, 2_000, 5);
        try (Connection connection = legacy.connect()) {
            KamdentalLegacy.create(connection);
            population.fill(connection, FillProgress.SILENT);
        }
        try (Connection connection = target.connect()) {
            KamdentalTarget.create(connection);
        }

        CheckReport report = new Preflight(settings(legacy, target), Inspections.all()).run();

        assertThat(report.findings(Severity.BLOCKER)).isEmpty();
        List<Finding> warnings = report.findings(Severity.WARNING);
        assertThat(warnings)
                .extracting(Finding::what)
                .noneSatisfy(what -> assertThat(what).contains("could not be looked at"))
                .contains(population.tenantlessMetricValues() + " rows lead to no tenant");
        // Those of the test's servers, the rows without a clinic, and tables whose updates need the whole row.
        assertThat(warnings)
                .extracting(Finding::where)
                .allSatisfy(
                        where -> assertThat(where)
                                .matches(
                                        "source|target|source table public\\.(MetricValue|ColumnMapping|DataSource|User|Goal|Dashboard|Widget)"));
    }

    private static CheckSettings settings(Database legacy, Database target) {
        return new CheckSettings(
                "kamdental",
                CheckBench.address(legacy),
                CheckBench.address(target),
                MappingReader.read(BundledMapping.text("kamdental").orElseThrow(), "kamdental.yaml"),
                "digest",
                UUID.fromString("0b9f3f0e-5a0d-4a55-9a2e-6f1b1c1f7c11"),
                Duration.ofSeconds(30),
                Duration.ofMinutes(5),
                200);
    }
}
