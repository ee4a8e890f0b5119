package io.crosswalk.transformer.expression.text;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigDecimal;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

class DecimalTextTest {

    private static final long SEED = 20240229;

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "12, 12",
        "-12.50, -12.50",
        "+7, 7",
        "007, 7",
        "-007.10, -7.10",
        "00, 0",
        "00.0, 0.0",
        ".5, 0.5",
        "-.5, -0.5",
        "5., 5",
        "05., 5",
        "-0, 0",
        "-0.00, 0.00",
        "' 1.5\t', 1.5",
        "1e3, 1000",
        "1.5E+2, 150",
        "-25e-4, -0.0025",
        "0e5, 0",
        "0e-2, 0.00",
        "123456789012345678901234567890.123, 123456789012345678901234567890.123",
    })
    void numbersTakePostgresqlsForm(String text, String number) {
        assertThat(DecimalText.canonical(text)).isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ".",
                "-",
                "+",
                "-.",
                "e5",
                "1e",
                "1e+",
                "1e5x",
                "1x",
                "1,5",
                "1 5",
                "$5",
                "5%",
                "NaN",
                "Infinity",
                "-inf",
                "0x10",
                "1_000",
                "--1",
                "1.2.3",
                "1e131073",
                "1e9999999",
                "1e99999999999",
                "1e-16384",
                "0e-9999999",
                "\u0661",
                "pending",
                "1\u00a0"
            })
    void otherTextsAreNoNumbers(String text) {
        assertThat(DecimalText.canonical(text)).isNull();
    }

    @Test
    void aNumericHasItsLimits() {
        assertThat(DecimalText.canonical("9".repeat(131_072))).hasSize(131_072);
        assertThat(DecimalText.canonical("9".repeat(131_073))).isNull();
        assertThat(DecimalText.canonical("0".repeat(200_000) + "1")).isEqualTo("1");
        assertThat(DecimalText.canonical("0." + "9".repeat(16_383))).hasSize(16_385);
        assertThat(DecimalText.canonical("0." + "9".repeat(16_384))).isNull();
    }

    @Test
    void aCanonicalTextIsNotCopied() {
        String text = "12.5";
        assertThat(DecimalText.canonical(text)).isSameAs(text);
    }

    @Test
    void randomNumbersAgreeWithBigDecimal() {
        Random random = new Random(SEED);
        for (int i = 0; i < 50_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = 1 + random.nextInt(8); length > 0; length--) {
                text.append("0019.-+eE".charAt(random.nextInt(9)));
            }
            String expected = expected(text.toString());
            assertThat(DecimalText.canonical(text.toString()))
                    .as("%s, seed %d", text, SEED)
                    .isEqualTo(expected);
        }
    }

    private static String expected(String text) {
        try {
            BigDecimal number = new BigDecimal(text);
            if (number.precision() - (long) number.scale() > 131_072 && number.signum() != 0
                    || number.scale() > 16_383) {
                return null;
            }
            return number.setScale(Math.max(0, number.scale())).toPlainString();
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
