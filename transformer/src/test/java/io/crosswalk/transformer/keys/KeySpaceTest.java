package io.crosswalk.transformer.keys;

import io.crosswalk.transformer.keys.KeyStrategy.Rule;
import io.crosswalk.transformer.keys.MappedKey.Method;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.HashSet;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
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

    @Test
    void aMillionIdsOfAllFormatsNeverShareAnIdAndComeBack() {
        long seed = 20330519;
        Random random = new Random(seed);
        int count = 1_000_000;
        Set<String> legacyIds = new HashSet<>(2 * count);
        Set<UUID> newIds = new HashSet<>(2 * count);
        for (int i = 0; i < count; i++) {
            String legacyId = randomId(random, i);
            if (!legacyIds.add(legacyId)) {
                continue;
            }
            MappedKey key = CLINICS.map(legacyId);
            if (key.computable() && !legacyId.equals(CuidBijection.toCuid(key.id()))) {
                throw new AssertionError("seed " + seed + ": " + legacyId + " does not come back");
            }
            newIds.add(key.id());
        }
        assertThat(legacyIds).hasSizeGreaterThan(count / 2);
        assertThat(newIds).as("seed %d", seed).hasSameSizeAs(legacyIds);
    }

    /** Neighbours as well as strangers, of each format that applications use. */
    private static String randomId(Random random, int index) {
        long digits = 1_349_049_600_000L + (long) (random.nextDouble() * 900_000_000_000L);
        return switch (index % 8) {
            case 0, 1 -> "c" + Long.toString(digits, 36) + base36(random, 16);
            case 2 -> "c" + Long.toString(1_700_000_000_000L, 36) + "0000" + base36(random, 12);
            case 3 -> new UUID(random.nextLong(), random.nextLong()).toString();
            case 4 -> Integer.toString(index);
            case 5 -> base36(random, 24);
            case 6 -> "c" + base36(random, 24 + random.nextInt(3));
            default -> "slug-" + Integer.toString(index, 36).toUpperCase(Locale.ROOT);
        };
    }

    private static String base36(Random random, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(Character.forDigit(random.nextInt(36), 36));
        }
        return text.toString();
    }

    @Test
    void aStrategyDecidesWhatIsComputedAndKept() {
        KeySpace named = KeySpace.of(MIGRATION, "Clinic", Rule.NAMED);
        KeySpace kept = KeySpace.of(MIGRATION, "Clinic", Rule.KEPT);
        UUID namespace = UUID.fromString("6ba7b810-9dad-11d1-80b4-00c04fd430c8");
        KeySpace own = KeySpace.of(MIGRATION, "Clinic", new KeyStrategy.Namespace(namespace));
        String cuid = "ckopqwooh000001la8mbi2im9";
        String uuid = "f47ac10b-58cc-4372-a567-0e02b2c3d479";
        assertThat(named.map(cuid).id()).isEqualTo(NamedKeys.version5(CLINICS.namespace(), cuid));
        assertThat(named.map(uuid).method()).isEqualTo(Method.NAMED);
        assertThat(kept.map(uuid)).isEqualTo(CLINICS.map(uuid));
        assertThat(kept.accepts(cuid)).isFalse();
        assertThat(kept.accepts(uuid.toUpperCase(Locale.ROOT))).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> kept.map(cuid));
        // RFC 9562, appendix A.4.
        assertThat(own.map("www.example.com").id()).isEqualTo(UUID.fromString("2ed6657d-e927-568b-95e1-2665a8aea6a2"));
        assertThat(own.toString() + new KeyStrategy.Namespace(namespace)).doesNotContain("6ba7");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeySpace.of(MIGRATION, "Clinic", new KeyStrategy.Given("uuid_id")));
    }
}
