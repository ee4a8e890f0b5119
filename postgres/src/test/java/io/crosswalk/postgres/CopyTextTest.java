package io.crosswalk.postgres;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class CopyTextTest {

    private static @Nullable String[] decode(String line, int columns) {
        return CopyText.decode(line.getBytes(StandardCharsets.UTF_8), columns);
    }

    private static String encode(@Nullable String... values) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < values.length; i++) {
            if (i > 0) {
                line.append('\t');
            }
            CopyText.encode(values[i], line);
        }
        return line.append('\n').toString();
    }

    static Stream<Arguments> values() {
        return Stream.of(
                Arguments.of("\\b", "\b"),
                Arguments.of("\\f", "\f"),
                Arguments.of("\\n", "\n"),
                Arguments.of("\\r", "\r"),
                Arguments.of("\\t", "\t"),
                Arguments.of("\\v", "\u000B"),
                Arguments.of("\\\\", "\\"),
                Arguments.of("\\\\N", "\\N"),
                Arguments.of("\\\\.", "\\."),
                Arguments.of("a\\tb\\\\\\nc", "a\tb\\\nc"),
                Arguments.of("\\N", null),
                Arguments.of("", ""),
                Arguments.of("N", "N"),
                Arguments.of("zwölf 🦷 \\\\ 歯", "zwölf 🦷 \\ 歯"));
    }

    @ParameterizedTest
    @MethodSource("values")
    void readsWhatTheServerWrites(String written, @Nullable String value) {
        assertThat(decode(written, 1)).containsExactly(value);
        assertThat(decode("x\t" + written + "\ty\n", 3)).containsExactly("x", value, "y");
    }

    @Test
    void anEmptyTextIsNotNull() {
        assertThat(decode("\t\\N\t\n", 3)).containsExactly("", null, "");
        assertThat(encode("", null, "")).isEqualTo("\t\\N\t\n");
    }

    @Test
    void writesWhatWouldEndAValueOrALineAsEscapes() {
        assertThat(encode("a\tb\nc\rd\\e", "\\N", "\\.")).isEqualTo("a\\tb\\nc\\rd\\\\e\t\\\\N\t\\\\.\n");
    }

    @Test
    void refusesALineWithAnotherNumberOfValues() {
        assertThatIllegalArgumentException().isThrownBy(() -> decode("a\tb\n", 3));
        assertThatIllegalArgumentException().isThrownBy(() -> decode("a\tb\n", 1));
        assertThatIllegalArgumentException().isThrownBy(() -> decode("\n", 2));
    }

    @Test
    void refusesALineWithoutRepeatingIt() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> decode("hunter2\tt0ken\n", 1))
                .satisfies(e ->
                        assertThat(e.getMessage()).doesNotContain("hunter2").doesNotContain("t0ken"));
    }

    @Test
    void everyTextIsReadBackAsItWasWritten() {
        Random random = new Random(4711);
        for (int round = 0; round < 3_000; round++) {
            @Nullable
            String[] values = IntStream.rangeClosed(0, random.nextInt(5))
                    .mapToObj(i -> random.nextInt(8) == 0 ? null : text(random))
                    .toArray(String[]::new);

            assertThat(decode(encode(values), values.length))
                    .as("round " + round)
                    .containsExactly(values);
        }
    }

    // Half of it control characters and the letters of escapes; the rest any code point that PostgreSQL takes.
    private static String text(Random random) {
        String special = "\t\n\r\b\f\u000B\\\\NbfnrtvNx.01\u007F\u0001\u001F\"'";
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            if (random.nextBoolean()) {
                text.append(special.charAt(random.nextInt(special.length())));
            } else {
                int codePoint = 1 + random.nextInt(Character.MAX_CODE_POINT);
                boolean surrogate = codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
                text.appendCodePoint(surrogate ? 'x' : codePoint);
            }
        }
        return text.toString();
    }
}
