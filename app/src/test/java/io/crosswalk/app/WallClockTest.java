package io.crosswalk.app;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.MethodCallTarget;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

import java.util.Set;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

/** A clock that jumps changes figures, and nothing that is written: few classes read it, and none of them decides (docs/guarantees.md). */
class WallClockTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.crosswalk");

    /** A new name here is a decision: what happens there when the clock jumps by a day? */
    private static final String READS_IT = "io\\.crosswalk\\.("
            // The first date in the ledger, and the lag until the first token is back.
            + "app\\.migration\\.(backfill\\.MigrationStart|streaming\\.Streaming)"
            // Latency, and when the status was measured.
            + "|app\\.ConfiguredMigration|app\\.commands\\.RunCommand|app\\.status\\.StatusBoard|app\\.metrics\\.MeteredSink"
            // Notices that it was set back.
            + "|connector\\.stream\\.ClockWatch"
            // How long the service asks to wait is a date or a number of seconds.
            + "|sink\\.accounts\\.ServiceCalls"
            // The demo's clock, and the application that writes in tests.
            + "|demo\\..*|testbed\\..*"
            + ")(\\$.*)?";

    private static final Set<String> CLOCKS = Set.of(
            "java.time.Instant.now",
            "java.time.LocalDateTime.now",
            "java.time.LocalDate.now",
            "java.time.OffsetDateTime.now",
            "java.time.ZonedDateTime.now",
            "java.time.Clock.systemUTC",
            "java.time.Clock.systemDefaultZone",
            "java.time.Clock.instant",
            "java.time.Clock.millis",
            "java.lang.System.currentTimeMillis");

    private static final DescribedPredicate<JavaMethodCall> READING =
            DescribedPredicate.describe("the wall clock", call -> {
                MethodCallTarget target = call.getTarget();
                return CLOCKS.contains(target.getOwner().getName() + "." + target.getName());
            });

    @Test
    void onlyFiguresForPeopleReadTheWallClock() {
        noClasses()
                .that()
                .haveNameNotMatching(READS_IT)
                .should()
                .callMethodWhere(READING)
                .check(CLASSES);
    }
}
