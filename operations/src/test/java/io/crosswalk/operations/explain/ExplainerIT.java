package io.crosswalk.operations.explain;

import io.crosswalk.operations.check.CheckBench;
import io.crosswalk.operations.explain.Explanation.Field;
import io.crosswalk.operations.explain.Explanation.State;
import io.crosswalk.operations.explain.Explanation.TargetColumn;
import io.crosswalk.operations.explain.Explanation.TargetRow;
import io.crosswalk.operations.keys.UnknownKeyException;
import io.crosswalk.pipeline.transaction.Position;
import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.junit.Legacy;
import io.crosswalk.testbed.junit.Target;
import io.crosswalk.testbed.server.Database;
import io.crosswalk.transformer.keys.KeySpace;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.sql.SQLException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Rows of a small migration, written through the real transform and sink, and explained afterwards. */
@Databases
class ExplainerIT {

    private ExplainBench bench;
    private Explainer explainer;

    @Legacy
    private Database legacy;

    @Target
    private Database target;

    @BeforeEach
    void migrate() throws SQLException, InterruptedException {
        bench = new ExplainBench(legacy, target);
        explainer = bench.explainer();
    }

    @Test
    void aRowThatIsFoldedIntoAnotherIsExplainedAsItsMember() throws Exception {
        bench.write();
        Explanation card = explainer.explain("Card", "3");

        assertThat(card.legacy()).contains(new Field("note", Masking.MASKED), new Field("number", "42"));
        assertThat(card.targets()).singleElement().satisfies(member -> {
            assertThat(member.folded()).contains("public.clinics.cards");
            assertThat(member.state()).isEqualTo(State.AGREES);
        });
        assertThat(card.toString()).doesNotContain("between us");
    }

    private static TargetRow row(Explanation explanation, String table) {
        return explanation.targets().stream()
                .filter(target -> target.table().name().equals(table))
                .findFirst()
                .orElseThrow();
    }

    private static TargetColumn column(Explanation explanation, String table, String column) {
        return row(explanation, table).columns().stream()
                .filter(each -> each.column().equals(column))
                .findFirst()
                .orElseThrow();
    }

    private static String newId(String id) {
        return KeySpace.of(ExplainBench.NAMESPACE, "Member").map(id).id().toString();
    }

    @Test
    void aMigratedRowAgreesColumnByColumnAndShowsNoSecret() throws Exception {
        bench.write();

        Explanation found = explainer.explain("Member", "7");

        assertThat(found.exists()).isTrue();
        assertThat(found.legacy())
                .contains(new Field("id", "7"), new Field("password", "(masked)"), new Field("apiToken", "(masked)"))
                .contains(new Field("config", "(masked)"), new Field("size", "1.50"));
        assertThat(row(found, "members").state()).isEqualTo(State.AGREES);
        assertThat(row(found, "tokens").state()).isEqualTo(State.AGREES);
        assertThat(row(found, "tokens").condition()).contains("apiToken");
        assertThat(column(found, "members", "clinic_id").expression()).isEqualTo("$tenant");
        assertThat(column(found, "members", "clinic_id").from()).containsExactly("clinicId");
        assertThat(column(found, "members", "id").expression()).isEqualTo("{ id: id, of: Member }");
        assertThat(column(found, "members", "size").found()).isEqualTo("1.500");
        assertThat(column(found, "members", "login").found()).isEqualTo("(masked)");
        assertThat(column(found, "tokens", "sealed").agrees()).contains(true);
        assertThat(found.ids())
                .singleElement()
                .satisfies(entry -> assertThat(entry.newId()).isEqualTo(newId("7")));
        assertThat(found.tenant()).containsExactly("Member.clinicId = cjld2cjxh0000qzrmn831i7rn, the tenant");
        assertThat(found.ledger())
                .hasValueSatisfying(ledger -> assertThat(ledger.position()).isEqualTo(new Position(8)));
        assertThat(found.toString()).doesNotContain("hunter2", "t0ken", "s3cret", "tink:");
    }

    @Test
    void theNewIdAndTheTargetsNameLeadToTheSameRow() throws Exception {
        bench.write();

        Explanation found = explainer.explain("tokens", newId("7"));
        assertThat(found.key()).isEqualTo("7");
        assertThat(found.hints()).singleElement().asString().contains("is the new key of Member 7");
        assertThat(explainer
                        .explain("clinics", "476abaab-307f-8ac6-80cb-46b978f8c4d3")
                        .key())
                .isEqualTo("cjld2cjxh0000qzrmn831i7rn");
    }

    @Test
    void whatDiffersAndWhatIsMissingIsNamed() throws Exception {
        bench.write();
        CheckBench.execute(target, "UPDATE members SET size = 2, login = 'planted'; DELETE FROM tokens");

        Explanation found = explainer.explain("Member", "7");

        assertThat(row(found, "members").state()).isEqualTo(State.DIFFERS);
        assertThat(column(found, "members", "size").agrees()).contains(false);
        assertThat(column(found, "members", "login").agrees()).contains(false);
        assertThat(column(found, "members", "config").agrees()).contains(true);
        assertThat(row(found, "tokens").state()).isEqualTo(State.MISSING);
        assertThat(found.toString()).doesNotContain("planted", "hunter2");
    }

    @Test
    void aRowThatWaitsSaysWhy() throws Exception {
        bench.write();

        Explanation found = explainer.explain("Member", "8");

        assertThat(row(found, "members").state()).isEqualTo(State.SET_ASIDE);
        assertThat(row(found, "tokens").state()).isEqualTo(State.ABSENT);
        assertThat(found.quarantine()).singleElement().satisfies(waiting -> {
            assertThat(waiting.target()).startsWith("public.members");
            assertThat(waiting.reason()).contains("no tenant");
        });
        assertThat(found.tenant()).containsExactly("Member.clinicId is NULL");
        assertThat(column(found, "members", "config").computed()).contains("red");
    }

    @Test
    void aRowThatIsGoneIsStillFoundInTheTarget() throws Exception {
        bench.write();
        CheckBench.execute(legacy, "DELETE FROM \"Member\" WHERE id = 7");

        Explanation found = explainer.explain("Member", "7");

        assertThat(found.exists()).isFalse();
        assertThat(found.hints()).containsExactly("there is no row with this key in the legacy table public.Member");
        assertThat(row(found, "members").state()).isEqualTo(State.LEFT_OVER);
        assertThat(found.toString()).doesNotContain("hunter2");
    }

    @Test
    void anIdOfAnotherTableIsANearMiss() throws Exception {
        Explanation found = explainer.explain("Member", "cjld2cjxh0000qzrmn831i7rn");

        assertThat(found.exists()).isFalse();
        assertThat(found.ledger()).isEmpty();
        assertThat(found.hints())
                .contains(
                        "a row of Clinic has the key cjld2cjxh0000qzrmn831i7rn: crosswalk explain Clinic cjld2cjxh0000qzrmn831i7rn");
        assertThat(explainer.explain("Clinic", "CJLD2CJXH0000QZRMN831I7RN").hints())
                .contains("there is a row with the key cjld2cjxh0000qzrmn831i7rn");
    }

    @Test
    void aCompositeKeyIsWrittenWithCommas() throws Exception {
        bench.write();

        assertThat(row(explainer.explain("Pair", "x,y"), "pairs").state()).isEqualTo(State.AGREES);
        assertThat(explainer.explain("Pair", "x,z").exists()).isFalse();
        assertThatThrownBy(() -> explainer.explain("Pair", "x"))
                .isInstanceOf(UnknownKeyException.class)
                .hasMessageContaining("the key of public.Pair is a, b");
    }
}
