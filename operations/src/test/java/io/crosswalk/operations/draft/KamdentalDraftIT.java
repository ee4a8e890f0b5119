package io.crosswalk.operations.draft;

import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.junit.Legacy;
import io.crosswalk.testbed.kamdental.KamdentalLegacy;
import io.crosswalk.testbed.server.Database;
import io.crosswalk.transformer.mapping.Mapping;
import io.crosswalk.transformer.mapping.Mapping.Tenants;
import io.crosswalk.transformer.mapping.TableMapping;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.sql.Connection;

import static org.assertj.core.api.Assertions.assertThat;

/** A draft of the example application's legacy schema. */
@Databases
class KamdentalDraftIT {

    private DraftBench bench;

    @BeforeEach
    void createTheLegacySchema(@Legacy Database legacy) throws Exception {
        try (Connection connection = legacy.connect()) {
            KamdentalLegacy.create(connection);
        }
        bench = new DraftBench(legacy);
    }

    @Test
    void theDraftFitsItsSourceWithoutAnEdit() throws Exception {
        Draft.Outcome outcome = bench.draft("Clinic", null);

        assertThat(bench.problems(outcome.text())).isEmpty();
        Mapping mapping = DraftBench.mapping(outcome.text());
        assertThat(mapping.tables())
                .filteredOn(table -> !table.skipped())
                .extracting(table -> table.source().name())
                .containsExactlyInAnyOrderElementsOf(KamdentalLegacy.TABLES);
        assertThat(mapping.tables())
                .filteredOn(TableMapping::skipped)
                .extracting(table -> table.source().name())
                .containsExactly("_prisma_migrations");
        assertThat(mapping.tenant())
                .hasValue(new Tenants(mapping.tables().get(0).source(), "clinic_id"));
        assertThat(outcome.summary().withTenant()).isEqualTo(9);
    }

    @Test
    void withUsersTheyBecomeAccountsProfilesAndRoles() throws Exception {
        Draft.Outcome outcome = bench.draft("Clinic", "User");

        assertThat(bench.problems(outcome.text())).isEmpty();
        Mapping mapping = DraftBench.mapping(outcome.text());
        assertThat(mapping.tables().get(1).targets())
                .extracting(target -> target.table().toString())
                .containsExactly("auth.users", "auth.identities", "public.profiles", "public.user_clinic_roles");
        assertThat(outcome.text()).contains("user_id: { account: userId }\n", "keyset_env: CROSSWALK_KEYSET\n");
    }

    @Test
    void usersWithoutAnAddressStayATableAndSomebodyIsTold() throws Exception {
        Draft.Outcome outcome = bench.draft("Clinic", "Provider");

        assertThat(bench.problems(outcome.text())).isEmpty();
        assertThat(DraftBench.mapping(outcome.text()).accounts()).isEmpty();
        assertThat(outcome.summary().decisions())
                .anySatisfy(decision -> assertThat(decision).contains("Provider does not become accounts", "--match"));
    }

    @Test
    void thePasswordIsNotInTheDraft(@Legacy Database legacy) throws Exception {
        String text = bench.draft("Clinic", null).text();

        assertThat(text).contains("password_env: LEGACY_PASSWORD");
        assertThat(text.replace("postgresql://", "").replace("@127.0.0.1", ""))
                .doesNotContain(
                        legacy.password().equals(legacy.user()) ? ":" + legacy.password() + "@" : legacy.password());
    }
}
