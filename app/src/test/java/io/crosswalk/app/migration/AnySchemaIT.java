package io.crosswalk.app.migration;

import io.crosswalk.app.ConfiguredMigration;
import io.crosswalk.app.Main;
import io.crosswalk.app.configuration.Configuration;
import io.crosswalk.operations.comparison.ComparisonReport;
import io.crosswalk.testbed.fieldwork.FieldworkLegacy;
import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.junit.Legacy;
import io.crosswalk.testbed.junit.Target;
import io.crosswalk.testbed.rows.Population;
import io.crosswalk.testbed.schema.ForeignKey;
import io.crosswalk.testbed.schema.Schema;
import io.crosswalk.testbed.schema.SchemaReader;
import io.crosswalk.testbed.server.Database;
import io.crosswalk.testbed.workload.Workload;
import io.crosswalk.testbed.workload.WorkloadReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/** A large schema that the engine was not written for: drafted, prepared and migrated without a hand edit, while it is written to. */
class AnySchemaIT {

    private static final long SEED = 7;

    @TempDir
    private Path folder;

    @Test
    @Databases(version = 17)
    void aLargeSchemaArrivesWholeWithoutAHandEdit(@Legacy Database legacy, @Target Database target) throws Exception {
        Schema schema = filled(legacy);
        Configuration configuration = prepared(legacy, target);
        List<String> problems = new ArrayList<>();
        Map<String, Long> quarantined;
        try (Workload workload = new Workload(legacy, schema, FieldworkLegacy.guidance(), SEED);
                MigrationBench bench = new MigrationBench(ConfiguredMigration.settings(configuration))) {
            workload.start(3, 60);
            bench.streaming();
            workload.awaitCommits(400);
            WorkloadReport written = workload.stop();
            assertThat(written.refusedShare()).as("%s", written).isLessThan(0.1);
            bench.drained();

            ComparisonReport report = bench.compare();

            problems.addAll(report.problems());
            quarantined = report.quarantined();
        }
        problems.addAll(orphans(target));
        TenantsOnBothSides tenants =
                new TenantsOnBothSides(configuration.mapping().mapping(), schema, legacy, target);
        problems.addAll(tenants.differences(quarantined));
        assertThat(problems).isEmpty();
        assertThat(tenants.compared()).isGreaterThan(40);
    }

    private static Schema filled(Database legacy) throws Exception {
        try (Connection connection = legacy.connect()) {
            FieldworkLegacy.create(connection);
            Schema schema = FieldworkLegacy.schema(connection);
            new Population(schema, FieldworkLegacy.guidance(), SEED).fill(connection);
            return schema;
        }
    }

    /** What an operator does: two commands, and no editor. */
    private Configuration prepared(Database legacy, Database target) {
        Map<String, String> environment =
                Map.of("LEGACY_PASSWORD", legacy.password(), "TARGET_PASSWORD", target.password());
        Path file = folder.resolve("crosswalk.yaml");
        String[] draft = {
            "draft",
            "--source",
            legacy.libpqUrl(),
            "--target",
            target.libpqUrl(),
            "--tenant",
            FieldworkLegacy.TENANT.name(),
            "-o",
            file.toString()
        };
        succeed(environment, draft);
        succeed(environment, "prepare", "-c", file.toString());
        return Configuration.read(file, environment);
    }

    private static void succeed(Map<String, String> environment, String... arguments) {
        StringWriter said = new StringWriter();
        CommandLine line = Main.commandLine(environment, ConfiguredMigration::new)
                .setOut(new PrintWriter(said))
                .setErr(new PrintWriter(said));
        assertThat(line.execute(arguments)).as("%s", said).isZero();
    }

    /** The foreign keys of the target that some row breaks, and how many do. */
    private static List<String> orphans(Database target) throws Exception {
        List<String> orphans = new ArrayList<>();
        try (Connection connection = target.connect()) {
            List<ForeignKey> keys =
                    SchemaReader.read(connection, Set.of("public", "billing")).foreignKeys();
            assertThat(keys).hasSizeGreaterThanOrEqualTo(100);
            for (ForeignKey key : keys) {
                List<String> broken = MigrationBench.rows(target, orphans(key));
                if (!broken.equals(List.of("0"))) {
                    orphans.add(key.child() + " " + key.name() + ": " + broken);
                }
            }
        }
        return orphans;
    }

    private static String orphans(ForeignKey key) {
        List<String> present = new ArrayList<>();
        List<String> same = new ArrayList<>();
        for (int i = 0; i < key.columns().size(); i++) {
            String column = "c.\"" + key.columns().get(i) + "\"";
            present.add(column + " IS NOT NULL");
            same.add("p.\"" + key.referencedColumns().get(i) + "\" = " + column);
        }
        return "SELECT count(*) FROM " + key.child().quoted() + " c WHERE " + String.join(" AND ", present)
                + " AND NOT EXISTS (SELECT FROM " + key.parent().quoted() + " p WHERE " + String.join(" AND ", same)
                + ")";
    }
}
