package io.crosswalk.transformer.keys;

import io.crosswalk.transformer.keys.MappedKey.Method;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.UUID;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class KeySpaceTest {

    private static final UUID MIGRATION = UUID.fromString("0b9f3f0e-5a0d-4a55-9a2e-6f1b1c1f7c11");
    private static final KeySpace CLINICS = KeySpace.of(MIGRATION, "Clinic");
    private static final KeySpace USERS = KeySpace.of(MIGRATION, "User");

    @ParameterizedTest
    @CsvSource({
        "ckopqwooh000001la8mbi2im9, COMPUTED, 683df166-94b4-8bdf-8b39-5cb4145f88c1",
        "cxx2houdag8sjhxbihvl7jd6h, COMPUTED, f47ac10b-58cc-4372-a567-0e02b2c3d479",
        "f47ac10b-58cc-4372-a567-0e02b2c3d479, KEPT, f47ac10b-58cc-4372-a567-0e02b2c3d479",
        "01890a5d-ac96-774b-bcce-b302099a8057, KEPT, 01890a5d-ac96-774b-bcce-b302099a8057",
        "00000000-0000-0000-0000-000000000000, KEPT, 00000000-0000-0000-0000-000000000000",
    })
    void idsThatCarryTheirUuidGiveItInEverySpace(String legacyId, Method method, UUID id) {
        assertThat(CLINICS.map(legacyId)).isEqualTo(new MappedKey(id, method));
        assertThat(USERS.map(legacyId)).isEqualTo(CLINICS.map(legacyId));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "\n",
                "42",
                "-1",
                "main-street-dental",
                "tz4a98xxat96iws9zmbrgj3a",
                "V1StGXR8_Z5jdHi6B-myT",
                "ckopqwooh000001la8mbi2im9x",
                "ckopqwooh000001la8mbi2im9\n",
                " ckopqwooh000001la8mbi2im9",
                "CKOPQWOOH000001LA8MBI2IM9",
                "ckopqwooh000001la8mbi2im\u0669",
                "c000000000000000000000000",
                "czzzzzzzzzzzzzzzzzzzzzzzz",
                "F47AC10B-58CC-4372-A567-0E02B2C3D479",
                "f47ac10b-58cc-4372-a567-0e02b2c3d47A",
                "f47ac10b-58cc-4372-a567-0e02b2c3d47\u0669",
                "f47ac10b-58cc-4372-a567-0e02b2c3d47g",
                "f47ac10b-58cc-4372-a567-0e02b2c3d479\n",
                "{f47ac10b-58cc-4372-a567-0e02b2c3d479}",
                "f47ac10b58cc4372a5670e02b2c3d479",
                "f47ac10b-58cc-4372-a5670-e02b2c3d479",
                "f47ac10b-58cc-4372-a567-0e02b2c3d4-9",
                "1-1-1-1-1"
            })
    void everyOtherTextIsNamedWithinItsSpace(String legacyId) {
        MappedKey key = CLINICS.map(legacyId);
        assertThat(key.method()).isEqualTo(Method.NAMED);
        assertThat(key.id()).isEqualTo(NamedKeys.version5(CLINICS.namespace(), legacyId));
        assertThat(key.id().version()).isEqualTo(5);
        assertThat(USERS.map(legacyId).id()).isNotEqualTo(key.id());
    }

    @Test
    void onlyComputedKeysCanBeComputedBack() {
        assertThat(CLINICS.map("ckopqwooh000001la8mbi2im9").computable()).isTrue();
        assertThat(CLINICS.map("f47ac10b-58cc-4372-a567-0e02b2c3d479").computable())
                .isFalse();
        assertThat(CLINICS.map("42").computable()).isFalse();
    }

    @Test
    void theNamespaceOfASpaceFollowsFromItsNameAndTheMigration() {
        assertThat(CLINICS.namespace()).isEqualTo(NamedKeys.version5(MIGRATION, "Clinic"));
        assertThat(KeySpace.of(MIGRATION, "Clinic")).isEqualTo(CLINICS);
        assertThat(KeySpace.of(UUID.fromString("6ba7b810-9dad-11d1-80b4-00c04fd430c8"), "Clinic"))
                .isNotEqualTo(CLINICS);
    }

    @Test
    void theTextOfASpaceKeepsItsNamespaceSecret() {
        assertThat(CLINICS.toString()).isEqualTo("KeySpace[Clinic]");
    }

    @Test
    void aSpaceNeedsAName() {
        assertThatIllegalArgumentException().isThrownBy(() -> KeySpace.of(MIGRATION, " "));
    }
}
