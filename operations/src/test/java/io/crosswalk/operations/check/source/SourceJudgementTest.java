package io.crosswalk.operations.check.source;

import io.crosswalk.operations.check.Severity;
import io.crosswalk.operations.check.source.RelationKinds.Relation;
import io.crosswalk.pipeline.row.TableId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What is made of what the source says, without one. */
class SourceJudgementTest {

    private static final TableId ODD = new TableId("public", "Odd \"Name\"");

    @ParameterizedTest
    @CsvSource({
        "v, p, false, null, 0, BLOCKER, it is a view",
        "m, p, false, null, 0, BLOCKER, it is a materialised view",
        "f, p, false, null, 0, BLOCKER, it is a foreign table",
        "S, p, false, null, 0, BLOCKER, it is no table",
        "r, u, false, null, 0, BLOCKER, it is unlogged",
        "r, t, false, null, 0, BLOCKER, it is temporary",
        "r, p, true, whole, 0, BLOCKER, it is a partition of whole",
        "p, p, false, null, 3, NOTE, 'it is partitioned, into 3 partitions'",
        "r, p, false, null, 2, BLOCKER, 2 tables inherit from it",
        "r, p, false, base, 0, NOTE, it inherits from base",
    })
    void whatIsNoOrdinaryTableIsTold(
            String kind,
            String persistence,
            boolean partition,
            String parents,
            long children,
            Severity severity,
            String what) {
        assertThat(RelationKinds.judge(ODD, new Relation(kind, persistence, partition, parents, children)))
                .hasValueSatisfying(finding -> {
                    assertThat(finding.severity()).isEqualTo(severity);
                    assertThat(finding.what()).isEqualTo(what);
                });
    }

    @Test
    void anOrdinaryTableIsNotWorthAWord() {
        assertThat(RelationKinds.judge(ODD, new Relation("r", "p", false, "null", 0)))
                .isEmpty();
    }

    @Test
    void anIdentityIsANoteUnlessItCosts() {
        assertThat(ReplicaIdentityGaps.gap(ODD, "USING INDEX \"k\"", false)).satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.NOTE);
            assertThat(finding.remedy())
                    .isEqualTo("ALTER TABLE \"public\".\"Odd \"\"Name\"\"\" REPLICA IDENTITY USING INDEX \"k\";");
        });
        assertThat(ReplicaIdentityGaps.gap(ODD, "FULL", true).severity()).isEqualTo(Severity.WARNING);
        assertThat(ReplicaIdentityGaps.gap(ODD, "FULL", false).remedy()).contains("ADD PRIMARY KEY");
    }

    @Test
    void aForgottenTableSaysHowMuchItHolds() {
        assertThat(ForgottenTables.forgotten(ODD, 12, "8 kB", "Odd").what()).endsWith("it holds about 12 rows, 8 kB");
        assertThat(ForgottenTables.forgotten(ODD, -1, "8 kB", "Odd").what()).endsWith("it holds 8 kB");
    }
}
