package io.crosswalk.operations.keys;

import io.crosswalk.operations.keys.ConvertedKey.Direction;
import io.crosswalk.operations.keys.ConvertedKey.Method;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class KeyArithmeticTest {

    @ParameterizedTest
    @CsvSource({
        "cjld2cjxh0000qzrmn831i7rn, 476abaab-307f-8ac6-80cb-46b978f8c4d3",
        "ckopqwooh000001la8mbi2im9, 683df166-94b4-8bdf-8b39-5cb4145f88c1",
        "cxx2houdag8sjhxbihvl7jd6h, f47ac10b-58cc-4372-a567-0e02b2c3d479"
    })
    void cuidAndUuidLeadToEachOther(String cuid, String uuid) {
        ConvertedKey there = KeyArithmetic.convert(cuid);
        ConvertedKey back = KeyArithmetic.convert(uuid);

        assertThat(there.result()).isEqualTo(uuid);
        assertThat(there.direction()).isEqualTo(Direction.TO_NEW);
        assertThat(back.result()).isEqualTo(cuid);
        assertThat(back.direction()).isEqualTo(Direction.TO_LEGACY);
        assertThat(there.method()).isEqualTo(Method.COMPUTED);
    }

    @Test
    void anUpperCaseUuidIsUnderstood() {
        assertThat(KeyArithmetic.convert("476ABAAB-307F-8AC6-80CB-46B978F8C4D3").result())
                .isEqualTo("cjld2cjxh0000qzrmn831i7rn");
    }

    @Test
    void aVersion4MayHaveBeenALegacyKey() {
        assertThat(KeyArithmetic.convert("f47ac10b-58cc-4372-a567-0e02b2c3d479").notes())
                .singleElement()
                .asString()
                .contains("born in the new schema", "kept as it is");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "4711",
                "cjld2cjxh0000qzrmn831i7r",
                "Cjld2cjxh0000qzrmn831i7rn",
                "476abaab307f8ac680cb46b978f8c4d3",
                "1-1-1-1-1",
                "czzzzzzzzzzzzzzzzzzzzzzzz"
            })
    void anythingElseIsToldWhatTheFormatsAre(String key) {
        assertThatThrownBy(() -> KeyArithmetic.convert(key))
                .isInstanceOf(UnknownKeyException.class)
                .hasMessageContaining("a CUID is c and 24 digits")
                .hasMessageContaining("--table");
    }

    @Test
    void aUuidOfAnotherVersionSaysWhoKnows() {
        assertThatThrownBy(() -> KeyArithmetic.convert("2ed6657d-e927-568b-95e1-2665a8aea6a2"))
                .hasMessageContaining("version 5")
                .hasMessageContaining("crosswalk.id_mappings");
    }

    @Test
    void whatWasPastedByMistakeIsNotRepeated() {
        String pasted = "hunter2 ".repeat(100);

        assertThatThrownBy(() -> KeyArithmetic.convert(pasted))
                .hasMessageContaining("a text of 800 characters")
                .hasMessageNotContaining("hunter2");
    }
}
