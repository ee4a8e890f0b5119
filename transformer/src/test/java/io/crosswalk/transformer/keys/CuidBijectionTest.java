package io.crosswalk.transformer.keys;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

import static org.assertj.core.api.Assertions.assertThat;

class CuidBijectionTest {

    private static final long SEED = 20121001;
    private static final int SAMPLES = 100_000;

    // The definition, in the plain arithmetic that the class under test avoids.
    private static final BigInteger TICK = BigInteger.valueOf(36).pow(16);
    private static final BigInteger LEGACY_IDS_START =
            BigInteger.valueOf(1_349_049_600_000L).multiply(TICK);
    private static final BigInteger NEW_IDS_START =
            BigInteger.valueOf(2_020_000_000_000L).multiply(TICK);
    private static final BigInteger SIZE = BigInteger.TWO.pow(122);

    @ParameterizedTest
    @CsvSource({
        "cjld2cjxh0000qzrmn831i7rn, 476abaab-307f-8ac6-80cb-46b978f8c4d3",
        "ckopqwooh000001la8mbi2im9, 683df166-94b4-8bdf-8b39-5cb4145f88c1",
        "cxx2houdag8sjhxbihvl7jd6h, f47ac10b-58cc-4372-a567-0e02b2c3d479",
        "ch7qtatc00000000000000000, 00000000-0000-8000-8000-000000000000",
        "cpqnemnphiyokoq8umu3dakn3, ffffffff-ffff-8fff-bfff-ffffffffffff",
        "cprz3ufb40000000000000000, 00000000-0000-4000-8000-000000000000",
        "cyavp69oliyokoq8umu3dakn3, ffffffff-ffff-4fff-bfff-ffffffffffff",
    })
    void knownPairsHoldBothWays(String cuid, UUID uuid) {
        assertThat(CuidBijection.toUuid(cuid)).isEqualTo(uuid);
        assertThat(CuidBijection.toCuid(uuid)).isEqualTo(cuid);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "c000000000000000000000000",
                "ch7qtatbzzzzzzzzzzzzzzzzz",
                "cpqnemnphiyokoq8umu3dakn4",
                "cprz3ufb3zzzzzzzzzzzzzzzz",
                "cyavp69oliyokoq8umu3dakn4",
                "czzzzzzzzzzzzzzzzzzzzzzzz"
            })
    void cuidsJustOutsideARangeHaveNoUuid(String cuid) {
        assertThat(CuidBijection.toUuid(cuid)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "c",
                " ckopqwooh000001la8mbi2im9",
                "ckopqwooh000001la8mbi2im9\n",
                "ckopqwooh000001la8mbi2im",
                "ckopqwooh000001la8mbi2im99",
                "kkopqwooh000001la8mbi2im9",
                "Ckopqwooh000001la8mbi2im9",
                "ckopqwooh000001la8mbi2iM9",
                "ckopqwooh000001la8mbi2im-",
                "ckopqwooh00000/la8mbi2im9",
                "ckopqwooh00000:la8mbi2im9",
                "ckopqwooh00000`la8mbi2im9",
                "ckopqwooh00000{la8mbi2im9",
                "ckopqwooh000001la8mbi2im\u0669",
                "ckopqwooh000001la8mbi2i\uff4d9",
                "ckopqwooh000001la8mbi2im\n",
                "ckopqwooh000001la8mbi2i\ud83d\ude42"
            })
    void otherTextsHaveNoUuid(String text) {
        assertThat(CuidBijection.toUuid(text)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00000000-0000-0000-0000-000000000000",
                "ffffffff-ffff-ffff-ffff-ffffffffffff",
                "2ed6657d-e927-568b-95e1-2665a8aea6a2",
                "01890a5d-ac96-774b-bcce-b302099a8057",
                "683df166-94b4-8bdf-0b39-5cb4145f88c1",
                "683df166-94b4-8bdf-7b39-5cb4145f88c1",
                "683df166-94b4-8bdf-cb39-5cb4145f88c1",
                "f47ac10b-58cc-4372-e567-0e02b2c3d479"
            })
    void otherVersionsAndVariantsHaveNoCuid(UUID uuid) {
        assertThat(CuidBijection.toCuid(uuid)).isNull();
    }

    @Test
    void randomCuidsOfBothRangesGoThereAndBackAsDefined() {
        Random random = new Random(SEED);
        for (int i = 0; i < SAMPLES; i++) {
            BigInteger free = new BigInteger(122, random);
            boolean legacy = random.nextBoolean();
            String cuid = cuid(free.add(legacy ? LEGACY_IDS_START : NEW_IDS_START));
            UUID uuid = uuid(free, legacy ? 8 : 4);
            assertThat(CuidBijection.toUuid(cuid)).as("seed %d", SEED).isEqualTo(uuid);
            assertThat(CuidBijection.toCuid(uuid)).as("seed %d", SEED).isEqualTo(cuid);
        }
    }

    @Test
    void randomWellFormedCuidsHaveAUuidExactlyWhenTheyAreInARange() {
        Random random = new Random(SEED);
        BigInteger all = BigInteger.valueOf(36).pow(24);
        for (int i = 0; i < SAMPLES; i++) {
            BigInteger number = new BigInteger(160, random).mod(all);
            boolean inRange = isIn(LEGACY_IDS_START, number) || isIn(NEW_IDS_START, number);
            UUID uuid = CuidBijection.toUuid(cuid(number));
            assertThat(uuid != null).as("%s, seed %d", number, SEED).isEqualTo(inRange);
            if (uuid != null) {
                assertThat(CuidBijection.toCuid(uuid)).isEqualTo(cuid(number));
            }
        }
    }

    @Test
    void randomVersion4UuidsGoThereAndBack() {
        Random random = new Random(SEED);
        for (int i = 0; i < SAMPLES; i++) {
            UUID uuid = uuid(new BigInteger(122, random), 4);
            String cuid = CuidBijection.toCuid(uuid);
            assertThat(cuid).as("seed %d", SEED).isNotNull().matches("c[0-9a-z]{24}");
            assertThat(CuidBijection.toUuid(cuid)).as("seed %d", SEED).isEqualTo(uuid);
        }
    }

    @Test
    void sortedCuidsGiveSortedUuids() {
        Random random = new Random(SEED);
        List<String> cuids = new ArrayList<>();
        for (int i = 0; i < SAMPLES; i++) {
            // Neighbours as well as strangers: every other one differs from the one before in its last bits only.
            BigInteger free = new BigInteger(122, random);
            cuids.add(cuid(LEGACY_IDS_START.add(free)));
            cuids.add(cuid(LEGACY_IDS_START.add(free.xor(BigInteger.valueOf(random.nextInt(1 << 20))))));
        }
        cuids.sort(null);
        List<String> uuids =
                cuids.stream().map(CuidBijection::toUuid).map(String::valueOf).toList();
        assertThat(uuids).as("seed %d", SEED).isSorted();
    }

    private static boolean isIn(BigInteger start, BigInteger number) {
        BigInteger free = number.subtract(start);
        return free.signum() >= 0 && free.compareTo(SIZE) < 0;
    }

    private static String cuid(BigInteger number) {
        String digits = number.toString(36);
        return "c" + "0".repeat(24 - digits.length()) + digits;
    }

    private static UUID uuid(BigInteger free, int version) {
        BigInteger low62 = free.mod(BigInteger.TWO.pow(62));
        BigInteger middle12 = free.shiftRight(62).mod(BigInteger.TWO.pow(12));
        BigInteger top48 = free.shiftRight(74);
        String hex = "%012x%x%03x%016x".formatted(top48, version, middle12, low62.setBit(63));
        return UUID.fromString(hex.replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5"));
    }
}
