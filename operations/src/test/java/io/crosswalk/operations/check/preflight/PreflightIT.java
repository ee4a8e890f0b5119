package io.crosswalk.operations.check.preflight;

import io.crosswalk.operations.check.CheckBench;
import io.crosswalk.operations.check.Finding;
import io.crosswalk.operations.check.Inspection;
import io.crosswalk.operations.check.Query;
import io.crosswalk.operations.check.Severity;
import io.crosswalk.operations.check.Surroundings;
import io.crosswalk.postgres.DatabaseAddress;
import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.junit.Legacy;
import io.crosswalk.testbed.junit.Target;
import io.crosswalk.testbed.server.Database;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

@Databases
class PreflightIT {

    private CheckBench bench;

    @BeforeEach
    void create(@Legacy Database legacy, @Target Database target) throws SQLException {
        bench = new CheckBench(legacy, target);
    }

    /** An inspection that does one thing. */
    private record Doing(Work work) implements Inspection {

        interface Work {
            List<Finding> look(Surroundings surroundings) throws SQLException;
        }

        @Override
        public String subject() {
            return "a thing";
        }

        @Override
        public List<Finding> inspect(Surroundings surroundings) throws SQLException {
            return work.look(surroundings);
        }
    }

    private static Inspection querying(String sql) {
        return new Doing(surroundings -> List.of(
                Finding.note("source", Query.of(sql).text(surroundings.source().connection()), "it was asked", null)));
    }

    @Test
    void whatCannotLookIsAFindingAndStopsNobody() {
        CheckReport report = bench.run(
                querying("SELECT no_such_column"),
                querying("SELECT pg_terminate_backend(pg_backend_pid())"),
                new Doing(surroundings -> {
                    throw new IllegalStateException("hunter2");
                }),
                querying("SELECT 'still here'"));

        assertThat(report.findings(Severity.WARNING))
                .hasSize(3)
                .allSatisfy(finding -> assertThat(finding.what()).startsWith("could not be looked at: "));
        assertThat(report.findings(Severity.NOTE)).extracting(Finding::what).containsExactly("still here");
        assertThat(report.toString()).doesNotContain("hunter2");
        assertThat(report.blocks()).isFalse();
    }

    @Test
    void noInspectionCanWrite() {
        assertThat(bench.run(querying("CREATE TABLE planted ()"), querying("DELETE FROM public.\"Clinic\""))
                        .findings(Severity.WARNING))
                .hasSize(2)
                .allSatisfy(finding -> assertThat(finding.what()).contains("read-only transaction"));
    }

    @Test
    void noInspectionTakesForever() {
        assertThat(bench.patient(Duration.ofMillis(200))
                        .run(querying("SELECT pg_sleep(600)"))
                        .findings(Severity.WARNING))
                .singleElement()
                .satisfies(finding -> assertThat(finding.what()).contains("statement timeout"));
    }

    @Test
    void aDatabaseThatDoesNotAnswerIsToldOnce() {
        DatabaseAddress nowhere = DatabaseAddress.parse("postgresql://127.0.0.1:1/nowhere", "nobody", "hunter2");
        CheckReport report = new Preflight(bench.from(nowhere).settings(), Inspections.all()).run();

        assertThat(report.findings(Severity.BLOCKER)).singleElement().satisfies(finding -> {
            assertThat(finding.where()).isEqualTo("source");
            assertThat(finding.what()).contains("cannot connect to nobody@127.0.0.1:1/nowhere");
        });
        assertThat(report.results()).hasSize(Inspections.all().size() + 1);
        assertThat(report.toString()).doesNotContain("hunter2");
    }
}
