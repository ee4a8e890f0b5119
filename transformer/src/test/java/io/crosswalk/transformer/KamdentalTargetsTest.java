package io.crosswalk.transformer;

import io.crosswalk.pipeline.row.Columns;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.table.TargetTable;
import io.crosswalk.pipeline.table.TargetTable.Account;
import io.crosswalk.pipeline.table.TargetTable.Inherited;
import org.junit.jupiter.api.Test;

import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

class KamdentalTargetsTest {

    private static final TableId USERS = new TableId("auth", "users");

    private final MappedTransform transform = Kamdental.transform();

    @Test
    void everyTargetTableStandsThereOnceInTheOrderOfTheMapping() {
        assertThat(transform.targets())
                .extracting(table -> table.id().name())
                .containsExactly(
                        "clinics",
                        "users",
                        "identities",
                        "profiles",
                        "user_clinic_roles",
                        "providers",
                        "metric_definitions",
                        "spreadsheet_connections",
                        "google_credentials",
                        "column_mappings",
                        "folded_ColumnMapping_db28404b",
                        "metric_values",
                        "goals",
                        "dashboards",
                        "widgets",
                        "provider_metric_definitions",
                        "import_scratch");
        assertThat(transform.sourceTables()).hasSize(12).doesNotContain(Kamdental.id("_prisma_migrations"));
    }

    @Test
    void accountsAndWhatBelongsToThemAreKnown() {
        assertThat(target("users").account()).contains(new Account("User", Optional.of("email")));
        assertThat(target("identities").account()).contains(new Account("User", Optional.empty()));
        assertThat(target("profiles").account()).isEmpty();
        assertThat(target("user_clinic_roles").account()).isEmpty();
    }

    @Test
    void idsAreRecordedOnceForEachLegacyTableAndNeverForUsersWhoAreLinked() {
        assertThat(target("spreadsheet_connections").idSpace()).contains("DataSource");
        assertThat(target("google_credentials").idSpace()).isEmpty();
        assertThat(transform.targets().stream().filter(it -> it.idSpace().isPresent()))
                .hasSize(10)
                .noneMatch(it -> it.idSpace().get().equals("User"));
    }

    @Test
    void tablesComeAfterThoseTheyAsk() {
        assertThat(target("users").readsFrom()).containsExactly(USERS);
        assertThat(target("identities").readsFrom()).containsExactly(USERS);
        assertThat(target("user_clinic_roles").readsFrom()).containsExactly(USERS);
        assertThat(target("dashboards").readsFrom())
                .containsExactlyInAnyOrder(USERS, new TableId("public", "user_clinic_roles"));
        assertThat(target("metric_values").readsFrom())
                .containsExactlyInAnyOrder(
                        new TableId("public", "providers"), new TableId("public", "spreadsheet_connections"));
        assertThat(target("clinics").readsFrom()).isEmpty();
    }

    @Test
    void tenantsFollowEveryPathTheyMayComeAlong() {
        assertThat(target("dashboards").inherited())
                .containsExactly(new Inherited(
                        "clinic_id",
                        "user_id",
                        new TableId("public", "user_clinic_roles"),
                        "user_id",
                        "clinic_id",
                        true));
        assertThat(target("widgets").inherited())
                .containsExactly(new Inherited(
                        "clinic_id", "dashboard_id", new TableId("public", "dashboards"), "id", "clinic_id", true));
        assertThat(target("column_mappings").inherited())
                .containsExactly(new Inherited(
                        "clinic_id",
                        "data_source_id",
                        new TableId("public", "spreadsheet_connections"),
                        "id",
                        "clinic_id",
                        true));
        assertThat(target("provider_metric_definitions").inherited())
                .containsExactly(new Inherited(
                        "clinic_id", "provider_id", new TableId("public", "providers"), "id", "clinic_id", true));
        assertThat(target("metric_values").inherited())
                .extracting(inherited -> inherited.parent().name(), Inherited::sole)
                .containsExactly(tuple("providers", false), tuple("spreadsheet_connections", false));
        assertThat(target("providers").inherited()).isEmpty();
    }

    @Test
    void keysAndColumnsAreThoseOfTheMapping() {
        assertThat(target("provider_metric_definitions").key())
                .isEqualTo(Columns.of("provider_id", "metric_definition_id"));
        assertThat(target("clinics").columns())
                .isEqualTo(Columns.of("id", "name", "location", "status", "created_at", "updated_at"));
    }

    @Test
    void tablesWhoseTargetColumnsAreMadeOfSeveralColumnsOrWhoseRowsMayBeginToExistNeedWholeImages() {
        assertThat(transform.needFullIdentity())
                .containsExactly(Kamdental.id("User"), Kamdental.id("DataSource"), Kamdental.id("ColumnMapping"));
    }

    @Test
    void theMappingSealsSomething() {
        assertThat(Kamdental.mapping().seals()).isTrue();
    }

    private TargetTable target(String name) {
        return transform.targets().stream()
                .filter(table -> table.id().name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
