package io.crosswalk.transformer;

import io.crosswalk.pipeline.row.Columns;
import io.crosswalk.pipeline.row.Key;
import io.crosswalk.pipeline.row.Lookup;
import io.crosswalk.pipeline.row.Lookup.Absence;
import io.crosswalk.pipeline.row.Origin;
import io.crosswalk.pipeline.row.Refusal;
import io.crosswalk.pipeline.row.Row;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.transaction.Change;
import io.crosswalk.pipeline.transaction.Change.Delete;
import io.crosswalk.pipeline.transaction.Change.Operation;
import io.crosswalk.pipeline.transaction.Change.Upsert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import static io.crosswalk.transformer.Expected.account;
import static io.crosswalk.transformer.Expected.id;
import static io.crosswalk.transformer.Expected.tenantOf;
import static io.crosswalk.transformer.Expected.values;
import static io.crosswalk.transformer.Kamdental.delete;
import static io.crosswalk.transformer.Kamdental.insert;
import static io.crosswalk.transformer.Kamdental.rekey;
import static io.crosswalk.transformer.Kamdental.truncate;
import static io.crosswalk.transformer.Kamdental.update;
import static org.assertj.core.api.Assertions.assertThat;

class KamdentalMappingTest {

    private static final String CUID = "ckopqwooh000001la8mbi2im9";
    private static final String UUID = "683df166-94b4-8bdf-8b39-5cb4145f88c1";
    private static final String NOW = "2024-02-29 12:00:00.123";

    private final MappedTransform transform = Kamdental.transform();

    @Test
    void aClinicKeepsItsColumnsUnderNewNames() {
        Upsert clinic = only(insert(
                "Clinic",
                "id",
                CUID,
                "name",
                "North 🦷",
                "location",
                "",
                "status",
                "active",
                "createdAt",
                NOW,
                "updatedAt",
                NOW));
        assertThat(clinic.table()).isEqualTo(new TableId("public", "clinics"));
        assertThat(clinic.operation()).isEqualTo(Operation.INSERT);
        assertThat(clinic.key()).isEqualTo(Key.of(Columns.of("id"), UUID));
        assertThat(clinic.origin()).isEqualTo(new Origin(Kamdental.id("Clinic"), CUID));
        assertThat(values(clinic))
                .containsExactlyEntriesOf(map(
                        "id",
                        UUID,
                        "name",
                        "North 🦷",
                        "location",
                        "",
                        "status",
                        "active",
                        "created_at",
                        NOW,
                        "updated_at",
                        NOW));
    }

    @Test
    void aDataSourceWithATokenIsAConnectionAndACredential() {
        List<Change> changes = transform.apply(insert(
                "DataSource",
                "id",
                "d1",
                "name",
                "Q1",
                "accessToken",
                "ya29",
                "clinicId",
                "c1",
                "connectionStatus",
                "ok"));
        assertThat(changes)
                .extracting(it -> it.table().name())
                .containsExactly("spreadsheet_connections", "google_credentials");
        assertThat(values((Upsert) changes.get(0)))
                .containsEntry("spreadsheet_name", "Q1")
                .containsEntry("sync_status", "ok")
                .containsEntry("clinic_id", id("Clinic", "c1"));
        assertThat(values((Upsert) changes.get(1)))
                .containsEntry(
                        "encrypted_token",
                        "sealed({\"access_token\":\"ya29\",\"refresh_token\":null} for public.google_credentials/encrypted_token/"
                                + id("DataSource", "d1") + ")");
    }

    @Test
    void placeholderTokensAreNoCredentials() {
        for (String token : List.of("", "pending")) {
            List<Change> changes = transform.apply(update("DataSource", "id", "d1", "accessToken", token));
            assertThat(changes.get(1)).isInstanceOf(Delete.class);
        }
    }

    @Test
    void aColumnMappingGetsTheClinicOfItsDataSourceAndIsAMemberOfItsConfiguration() {
        List<Change> changes = transform.apply(insert(
                "ColumnMapping", "id", "m1", "dataSourceId", "d1", "metricDefinitionId", "x", "columnName", "A"));
        assertThat(changes).hasSize(2);
        assertThat(values((Upsert) changes.get(1)))
                .containsEntry("child_1", id("ColumnMapping", "m1"))
                .containsEntry("parent", id("DataSource", "d1"))
                .containsEntry("sort_key", "A")
                .containsEntry(
                        "value",
                        "{\"column\":\"A\",\"metric_definition_id\":\"" + id("MetricDefinition", "x")
                                + "\",\"transformation_rule\":null}");
        assertThat(values((Upsert) changes.get(0)))
                .containsEntry("data_source_id", id("DataSource", "d1"))
                .containsEntry("metric_definition_id", id("MetricDefinition", "x"))
                .containsEntry("clinic_id", tenantOf("spreadsheet_connections", id("DataSource", "d1"), null));
    }

    @Test
    void theTenantOfAMetricValueIsTheFirstThatLeadsSomewhere() {
        assertThat(values(only(insert("MetricValue", "id", "v", "clinicId", "c1", "providerId", "p1"))))
                .containsEntry("clinic_id", id("Clinic", "c1"));
        Lookup byDataSource = tenantOf("spreadsheet_connections", id("DataSource", "d1"), null);
        assertThat(values(only(insert("MetricValue", "id", "v", "providerId", "p1", "dataSourceId", "d1"))))
                .containsEntry("clinic_id", tenantOf("providers", id("Provider", "p1"), byDataSource));
        assertThat(values(only(insert("MetricValue", "id", "v"))))
                .containsEntry("clinic_id", new Refusal("no tenant: clinicId, providerId, dataSourceId are all null"));
    }

    @Test
    void aMetricValueKeepsItsTextBesideTheNumber() {
        assertThat(values(only(insert("MetricValue", "id", "v", "value", "12.50"))))
                .containsEntry("value", "12.50")
                .containsEntry("value_text", "12.50");
        assertThat(values(only(insert("MetricValue", "id", "v", "value", "n/a"))))
                .containsEntry("value", null)
                .containsEntry("value_text", "n/a");
    }

    @Test
    void unchangedValuesStayUnknown() {
        Upsert value =
                only(update("MetricValue", "id", "v", "value", Row.ABSENT, "metadata", Row.ABSENT, "clinicId", "c1"));
        assertThat(values(value))
                .containsEntry("value", Row.ABSENT)
                .containsEntry("value_text", Row.ABSENT)
                .containsEntry("metadata", Row.ABSENT)
                .containsEntry("source_sheet", null);
    }

    @Test
    void goalsDashboardsAndWidgetsFollowTheirPaths() {
        assertThat(values(only(insert("Goal", "id", "g", "providerId", "p1", "targetValue", "1e3"))))
                .containsEntry("target_value", "1000")
                .containsEntry("target_value_text", "1e3")
                .containsEntry("clinic_id", tenantOf("providers", id("Provider", "p1"), null));
        assertThat(values(only(insert("Dashboard", "id", "b", "userId", "u1", "isDefault", "t"))))
                .containsEntry("is_default", "t")
                .containsEntry("user_id", account("u1", null, Absence.QUARANTINE))
                .containsEntry("clinic_id", tenantOf("user_clinic_roles", id("User", "u1"), null));
        assertThat(values(only(insert("Widget", "id", "w", "dashboardId", "b", "positionX", "3"))))
                .containsEntry("position_x", "3")
                .containsEntry("metric_definition_id", null)
                .containsEntry("clinic_id", tenantOf("dashboards", id("Dashboard", "b"), null));
    }

    @Test
    void theJoinTableHasAKeyOfTwoColumns() {
        Upsert link = only(insert("_ProviderToMetricDefinition", "A", "m", "B", "p"));
        assertThat(link.key())
                .isEqualTo(Key.of(
                        Columns.of("provider_id", "metric_definition_id"),
                        id("Provider", "p"),
                        id("MetricDefinition", "m")));
        assertThat(link.origin()).isEqualTo(new Origin(Kamdental.id("_ProviderToMetricDefinition"), "m,p"));
        assertThat(values(link)).containsEntry("clinic_id", tenantOf("providers", id("Provider", "p"), null));
        assertThat(((Delete) transform
                                .apply(delete("_ProviderToMetricDefinition", "m", "p"))
                                .get(0))
                        .key())
                .isEqualTo(link.key());
    }

    @Test
    void globalTablesHaveNoTenant() {
        assertThat(values(only(insert("MetricDefinition", "id", CUID, "isComposite", "f"))))
                .containsEntry("is_composite", "f")
                .doesNotContainKey("clinic_id");
        assertThat(values(only(insert("Provider", "id", "p", "clinicId", "c"))))
                .containsEntry("clinic_id", id("Clinic", "c"));
    }

    @Test
    void aTruncateEmptiesOnlyItsOwnTargetTable() {
        assertThat(transform.apply(truncate("ImportScratch")))
                .containsExactly(new Change.Truncate(new TableId("public", "import_scratch")));
        assertThat(values(only(insert("ImportScratch", "id", "s", "payload", "x"))))
                .containsEntry("payload", "x");
    }

    @Test
    void skippedAndUnknownTablesGiveNothing() {
        assertThat(transform.apply(insert("_prisma_migrations", "id", "1"))).isEmpty();
        assertThat(transform.apply(new Change.Truncate(new TableId("other", "table"))))
                .isEmpty();
    }

    @Test
    void aReKeyCarriesBothTargetKeys() {
        Upsert provider = only(rekey("Provider", "p0", "id", "p1", "clinicId", "c"));
        assertThat(provider.key()).isEqualTo(Key.of(Columns.of("id"), id("Provider", "p1")));
        assertThat(provider.formerKey()).isEqualTo(Key.of(Columns.of("id"), id("Provider", "p0")));
        List<Change> credential = transform.apply(rekey("DataSource", "d0", "id", "d1", "accessToken", "pending"));
        assertThat(credential).hasSize(3);
        assertThat(((Delete) credential.get(1)).key()).isEqualTo(Key.of(Columns.of("id"), id("DataSource", "d0")));
        assertThat(((Delete) credential.get(2)).key()).isEqualTo(Key.of(Columns.of("id"), id("DataSource", "d1")));
    }

    @Test
    void aLegacyColumnThatIsGoneIsARefusal() {
        Columns fewer = Columns.of("id", "name");
        Upsert clinic = only(new Upsert(
                Kamdental.id("Clinic"),
                Operation.UPDATE,
                Key.of(Columns.of("id"), "c"),
                null,
                Row.of(fewer, "c", "n"),
                null));
        assertThat(values(clinic))
                .containsEntry("name", "n")
                .containsEntry("status", new Refusal("legacy column status is gone"));
    }

    private Upsert only(Change legacy) {
        List<Change> changes = transform.apply(legacy);
        assertThat(changes).hasSize(1);
        return (Upsert) changes.get(0);
    }

    private static Map<String, @Nullable Object> map(String... entries) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < entries.length; i += 2) {
            map.put(entries[i], entries[i + 1]);
        }
        return map;
    }
}
