package io.crosswalk.app;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Arrays;
import java.util.List;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/** The arrows between the modules, which only point down, and what may be seen where. */
class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.crosswalk");

    /** A new name here is a decision. */
    private static final String SEES_DEBEZIUM = "stream\\.(EngineRun|RunningEngine|RecordReader)|text\\.[A-Za-z]+";

    /** What other modules use of the sink. A new name here is a decision. */
    private static final String SINK_API = "[A-Z]\\w+|(accounts|backfill|ledger)\\.[A-Z]\\w+"
            + "|session\\.(WriterSeat|ReplicaRole)|quarantine\\.(QuarantineView|PayloadCipher)|folds\\.Fold(Json|Tables)";

    /** app, operations, then connector | transformer | sink, then postgres, then pipeline. */
    @ParameterizedTest
    @CsvSource({
        "pipeline, postgres connector transformer sink operations app demo testbed",
        "postgres, connector transformer sink operations app demo testbed",
        "transformer, postgres connector sink operations app demo testbed",
        "connector, transformer sink operations app demo testbed",
        "sink, connector transformer operations app demo testbed",
        "operations, app demo testbed",
        "app, demo testbed"
    })
    void aModuleKnowsNothingAboveOrBesideIt(String module, String others) {
        String[] forbidden = Arrays.stream(others.split(" "))
                .map(other -> "io.crosswalk." + other + "..")
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage("io.crosswalk." + module + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(forbidden)
                .check(CLASSES);
    }

    @Test
    void everyModuleIsLookedAt() {
        for (String module :
                new String[] {"pipeline", "postgres", "transformer", "connector", "sink", "operations", "app"}) {
            assertThat(CLASSES.stream().filter(type -> type.getPackageName().startsWith("io.crosswalk." + module)))
                    .as(module)
                    .isNotEmpty();
        }
    }

    /** Each package of its own, nested ones and the root too. */
    @Test
    void packagesOfPackagesAreFreeOfCycles() {
        for (String all : List.of(
                "io.crosswalk.pipeline..",
                "io.crosswalk.connector..",
                "io.crosswalk.sink..",
                "io.crosswalk.operations.check..",
                "io.crosswalk.operations.drift..",
                "io.crosswalk.app.configuration..",
                "io.crosswalk.app.migration..")) {
            slices().matching("io.crosswalk.(**)").should().beFreeOfCycles().check(CLASSES.that(resideInAPackage(all)));
        }
    }

    @Test
    void otherModulesUseTheSinkThroughItsEntryPoints() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.crosswalk.sink..")
                .should()
                .dependOnClassesThat(resideInAPackage("io.crosswalk.sink..")
                        .and(not(nameMatching("io\\.crosswalk\\.sink\\.(" + SINK_API + ")(\\$.*)?"))))
                .check(CLASSES);
    }

    @Test
    void thePipelineKnowsNoTechnology() {
        classes()
                .that()
                .resideInAPackage("io.crosswalk.pipeline..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "io.crosswalk.pipeline..", "java.lang..", "java.util..", "java.time..", "org.jspecify..")
                .check(CLASSES);
    }

    @Test
    void debeziumAndKafkaAreSeenInAFewClassesOfTheConnectorOnly() {
        noClasses()
                .that()
                .haveNameNotMatching("io\\.crosswalk\\.connector\\.(" + SEES_DEBEZIUM + ")(\\$.*)?")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.debezium..", "org.apache.kafka..")
                .check(CLASSES);
    }

    @Test
    void theTransformerIsPure() {
        noClasses()
                .that()
                .resideInAPackage("io.crosswalk.transformer..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..", "java.net..", "java.nio.file..", "org.postgresql..")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.time.Clock")
                .check(CLASSES);
    }

    @Test
    void theCommandLineLibraryIsSeenInTheApplicationOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.crosswalk.app", "io.crosswalk.app.commands..", "io.crosswalk.demo..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("picocli..")
                .check(CLASSES);
    }

    @Test
    void nobodyUsesTheJdksLogging() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.util.logging..")
                .check(CLASSES);
    }

    @Test
    void onlyCommandsPrint() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "io.crosswalk.app.commands..", "io.crosswalk.app.terminal..", "io.crosswalk.demo..")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(CLASSES);
    }

    @Test
    void theRunbookKnowsNeitherCommandsNorHttpNorMetrics() {
        noClasses()
                .that()
                .resideInAnyPackage("io.crosswalk.app.migration..", "io.crosswalk.app.status..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.crosswalk.app.commands..",
                        "io.crosswalk.app.ledger..",
                        "io.crosswalk.app.terminal..",
                        "io.crosswalk.app.http..",
                        "io.crosswalk.app.metrics..",
                        "io.micrometer..",
                        "com.sun.net.httpserver..")
                .check(CLASSES);
    }
}
