package io.crosswalk.transformer;

import io.crosswalk.pipeline.row.Columns;
import io.crosswalk.pipeline.row.Composite;
import io.crosswalk.pipeline.row.Key;
import io.crosswalk.pipeline.row.Lookup;
import io.crosswalk.pipeline.row.Lookup.Absence;
import io.crosswalk.pipeline.row.Origin;
import io.crosswalk.pipeline.row.Refusal;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.transaction.Change;
import io.crosswalk.pipeline.transaction.Change.Delete;
import io.crosswalk.pipeline.transaction.Change.Operation;
import io.crosswalk.pipeline.transaction.Change.Upsert;
import org.assertj.core.groups.Tuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.List;

import static io.crosswalk.transformer.Expected.account;
import static io.crosswalk.transformer.Expected.id;
import static io.crosswalk.transformer.Expected.values;
import static io.crosswalk.transformer.Kamdental.delete;
import static io.crosswalk.transformer.Kamdental.insert;
import static org.assertj.core.api.Assertions.assertThat;

class KamdentalUsersTest {

    private static final String NOW = "2024-02-29 12:00:00.123";

    private final MappedTransform transform = Kamdental.transform();

    @Test
    void aUserBecomesAnAccountAnIdentityAProfileAndARole() {
        List<Change> changes = transform.apply(user("clinicId", "c1", "role", "office_manager"));
        assertThat(changes)
                .extracting(change -> change.table().toString())
                .containsExactly("auth.users", "auth.identities", "public.profiles", "public.user_clinic_roles");

        Lookup created = account("u1", id("User", "u1"), Absence.FAIL);
        Lookup referred = account("u1", null, Absence.QUARANTINE);
        Upsert account = (Upsert) changes.get(0);
        assertThat(account.key()).isEqualTo(Key.of(Columns.of("id"), created));
        assertThat(values(account))
                .containsEntry("id", created)
                .containsEntry("email", "ann@clinic.example")
                .containsEntry("encrypted_password", "$2b$10$hash")
                .containsEntry("email_confirmed_at", NOW)
                .containsEntry("confirmation_token", "")
                .containsEntry("raw_user_meta_data", "{\"name\":\"Ann\"}");
        assertThat(values((Upsert) changes.get(1)))
                .containsEntry("id", id("User", "u1"))
                .containsEntry("provider_id", created)
                .containsEntry("user_id", created)
                .hasEntrySatisfying(
                        "identity_data",
                        value -> assertThat(((Composite) value).join(it -> it.equals(created) ? "the account" : null))
                                .isEqualTo(
                                        "{\"sub\":\"the account\",\"email\":\"ann@clinic.example\",\"email_verified\":true}"));
        assertThat(((Upsert) changes.get(2)).key()).isEqualTo(Key.of(Columns.of("id"), referred));
        assertThat(values((Upsert) changes.get(3)))
                .containsEntry("id", id("User", "u1"))
                .containsEntry("user_id", referred)
                .containsEntry("clinic_id", id("Clinic", "c1"))
                .containsEntry("role", "clinic_admin")
                .containsEntry("is_active", "true");
    }

    @Test
    void aUserWhoLosesTheirClinicLosesTheirRole() {
        List<Change> changes = transform.apply(user("role", "admin"));
        assertThat(changes.get(3))
                .isEqualTo(new Delete(
                        new TableId("public", "user_clinic_roles"),
                        Key.of(Columns.of("id"), id("User", "u1")),
                        new Origin(Kamdental.id("User"), "u1")));
    }

    @Test
    void anUnknownRoleIsRefusedWithoutSayingIt() {
        Upsert role = (Upsert)
                transform.apply(user("clinicId", "c1", "role", "janitor")).get(3);
        assertThat(role.row().value("role"))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        it -> assertThat(it.reason()).contains("role").doesNotContain("janitor"));
    }

    @Test
    void aDeletedUserGoesInTheOppositeOrder() {
        assertThat(transform.apply(delete("User", "u1")))
                .extracting(change -> change.table().name(), Change::operation)
                .containsExactly(tuple("user_clinic_roles"), tuple("profiles"), tuple("identities"), tuple("users"));
    }

    private static Tuple tuple(String table) {
        return Tuple.tuple(table, Operation.DELETE);
    }

    private static Upsert user(String... more) {
        @Nullable Object[] all = new @Nullable Object[12 + more.length];
        List<String> fixed = List.of(
                "id",
                "u1",
                "email",
                "Ann@Clinic.example",
                "name",
                "Ann",
                "passwordHash",
                "$2b$10$hash",
                "createdAt",
                NOW,
                "updatedAt",
                NOW);
        System.arraycopy(fixed.toArray(), 0, all, 0, 12);
        System.arraycopy(more, 0, all, 12, more.length);
        return insert("User", all);
    }
}
