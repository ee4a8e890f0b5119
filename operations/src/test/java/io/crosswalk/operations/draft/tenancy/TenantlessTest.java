package io.crosswalk.operations.draft.tenancy;

import io.crosswalk.pipeline.row.TableId;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import static org.assertj.core.api.Assertions.assertThat;

class TenantlessTest {

    private static final TableId CLINIC = table("Clinic");
    private static final TableId USER = table("User");
    private static final TableId POST = table("Post");
    private static final TableId COMMENT = table("Comment");
    private static final TableId LIKE = table("Like");

    private final SortedMap<TableId, Route> routes = new TreeMap<>(Map.of(
            USER, route(new Hop(USER, "clinicId", true, CLINIC)),
            POST, route(new Hop(POST, "userId", false, USER)),
            COMMENT, route(new Hop(COMMENT, "clinicId", true, CLINIC), new Hop(COMMENT, "postId", true, POST)),
            LIKE, route(new Hop(LIKE, "postId", false, POST))));

    private static TableId table(String name) {
        return new TableId("public", name);
    }

    private static Route route(Hop... ways) {
        return new Route(List.of(ways), List.of(), false, true);
    }

    private List<TableId> tables(Tenantless tenantless) {
        return routes.keySet().stream().filter(tenantless::contains).toList();
    }

    private static Tenantless demanding(Tenantless all, TableId... strict) {
        return all.demanding(Arrays.asList(strict));
    }

    @Test
    void aTableThatLeadsToOneWithoutTenantsMayHaveNoneEither() {
        assertThat(tables(Tenantless.of(routes, Map.of()))).containsExactly(COMMENT, LIKE, POST, USER);
        assertThat(tables(Tenantless.of(routes, Map.of(USER, false)))).containsExactly(COMMENT);
    }

    @Test
    void aDemandHoldsForWhatHasItsTenantsThroughTheTableAndForWhatTheTableHasThemThrough() {
        Tenantless demanding = demanding(Tenantless.of(routes, Map.of()), POST);

        assertThat(tables(demanding)).containsExactly(COMMENT);
        assertThat(demanding.demandedBy(POST)).hasValue(POST);
        assertThat(demanding.demandedBy(USER)).hasValue(POST);
        assertThat(demanding.demandedBy(LIKE)).isEmpty();
    }

    @Test
    void ofTwoDemandsThatOfTheTableItselfIsNamed() {
        Tenantless demanding = demanding(Tenantless.of(routes, Map.of()), USER, LIKE);

        assertThat(demanding.demandedBy(USER)).hasValue(USER);
        assertThat(demanding.demandedBy(POST)).hasValue(LIKE);
    }

    @Test
    void whatIsSettledStaysAndNothingIsDemandedAgainstIt() {
        Tenantless demanding = demanding(Tenantless.of(routes, Map.of(POST, true, USER, false)), COMMENT, LIKE, USER);

        assertThat(tables(demanding)).containsExactly(COMMENT, LIKE, POST);
        assertThat(demanding.demandedBy(LIKE)).isEmpty();
    }
}
