package io.crosswalk.operations.draft.tenancy;

import io.crosswalk.pipeline.row.TableId;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import static org.assertj.core.api.Assertions.assertThat;

class RouteSearchTest {

    private final Map<TableId, List<Hop>> hops = new TreeMap<>();

    private static TableId table(String name) {
        return new TableId("public", name);
    }

    /** {@code Child.column -> Parent}; a question mark behind the column says that it may be NULL. */
    private void reference(String child, String column, String parent) {
        boolean nullable = column.endsWith("?");
        hops.computeIfAbsent(table(child), id -> new ArrayList<>())
                .add(new Hop(table(child), column.replace("?", ""), nullable, table(parent)));
    }

    private Map<TableId, Route> routes() {
        return RouteSearch.routes(new ReferenceGraph(hops), table("Clinic"), "clinic_id");
    }

    private Route route(String table) {
        return Objects.requireNonNull(routes().get(table(table)), table);
    }

    private List<String> ways(String table) {
        return route(table).ways().stream().map(Hop::column).toList();
    }

    @Test
    void theShortestPathIsChosenAndAllAreNamed() {
        reference("Provider", "clinicId", "Clinic");
        reference("Goal", "providerId", "Provider");
        reference("Goal", "clinicRef", "Clinic");

        assertThat(ways("Goal")).containsExactly("clinicRef");
        assertThat(route("Goal").paths()).hasSize(2);
        assertThat(route("Goal").mayLeadNowhere()).isFalse();
    }

    @Test
    void ofEquallyShortPathsTheOneWithoutNullsIsChosen() {
        reference("A", "clinicId?", "Clinic");
        reference("B", "clinicId", "Clinic");
        reference("Child", "a", "A");
        reference("Child", "b", "B");

        assertThat(ways("Child")).containsExactly("b");
    }

    @Test
    void ofEquallyGoodColumnsTheOneCalledLikeTheTenantIsChosen() {
        reference("Referral", "fromId", "Clinic");
        reference("Referral", "clinicId", "Clinic");

        assertThat(ways("Referral")).containsExactly("clinicId");
    }

    @Test
    void aColumnThatMayBeNullHasTheOthersAsAlternativesUpToTheFirstThatMayNot() {
        reference("Provider", "clinicId", "Clinic");
        reference("Value", "clinicId?", "Clinic");
        reference("Value", "sourceId?", "Provider");
        reference("Value", "providerId", "Provider");
        reference("Value", "otherId", "Provider");

        assertThat(ways("Value")).containsExactly("clinicId", "providerId");
        assertThat(route("Value").mayLeadNowhere()).isFalse();
    }

    @Test
    void aRowBelowOneWithoutTenantMayHaveNoneEither() {
        reference("User", "clinicId?", "Clinic");
        reference("Dashboard", "userId", "User");

        assertThat(route("User").mayLeadNowhere()).isTrue();
        assertThat(route("Dashboard").mayLeadNowhere()).isTrue();
    }

    @Test
    void twoTablesNeverWaitForEachOthersTenant() {
        reference("Goal", "clinicId?", "Clinic");
        reference("Provider", "clinicId?", "Clinic");
        reference("Goal", "providerId?", "Provider");
        reference("Provider", "goalId?", "Goal");

        assertThat(ways("Goal")).containsExactly("clinicId", "providerId");
        assertThat(ways("Provider")).containsExactly("clinicId");
    }

    @Test
    void aCycleBesideTheTenantHasNoRoute() {
        reference("A", "b", "B");
        reference("B", "a", "A");
        reference("User", "clinicId", "Clinic");
        reference("Clinic", "ownerId", "User");

        assertThat(routes()).containsOnlyKeys(table("User"));
    }

    @Test
    void soManyPathsThatTheyCannotBeNamedAreCutOff() {
        for (int level = 0; level < 12; level++) {
            for (String side : List.of("a", "b", "c")) {
                reference("L" + level, side, level == 0 ? "Clinic" : "L" + (level - 1));
            }
        }

        assertThat(route("L11").more()).isTrue();
        assertThat(route("L11").paths()).hasSizeLessThanOrEqualTo(12);
        assertThat(route("L11").ways()).hasSize(1);
    }
}
