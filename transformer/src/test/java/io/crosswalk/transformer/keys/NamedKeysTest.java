package io.crosswalk.transformer.keys;

import org.junit.jupiter.api.Test;

import java.util.UUID;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class NamedKeysTest {

    private static final UUID DNS = UUID.fromString("6ba7b810-9dad-11d1-80b4-00c04fd430c8");

    @Test
    void theExampleOfRfc9562Holds() {
        assertThat(NamedKeys.version5(DNS, "www.example.com"))
                .isEqualTo(UUID.fromString("2ed6657d-e927-568b-95e1-2665a8aea6a2"));
    }

    @Test
    void namesCountAsUtf8() {
        assertThat(NamedKeys.version5(DNS, "m\u00fcnchen \ud83e\uddb7"))
                .isEqualTo(UUID.fromString("55198dc4-2b54-55b5-a245-4fe977f42013"));
    }

    @Test
    void anUnpairedSurrogateIsRefusedBecauseItWouldShareAKeyWithAQuestionMark() {
        assertThatIllegalArgumentException().isThrownBy(() -> NamedKeys.version5(DNS, "a\ud83e"));
    }

    @Test
    void manyThreadsAgree() {
        assertThat(IntStream.range(0, 20_000)
                        .parallel()
                        .mapToObj(i -> NamedKeys.version5(DNS, "name " + i % 10))
                        .distinct())
                .hasSize(10);
    }

    @Test
    void versionAndVariantAreSet() {
        assertThat(IntStream.range(0, 1_000).mapToObj(i -> NamedKeys.version5(DNS, "name " + i)))
                .allMatch(uuid -> uuid.version() == 5 && uuid.variant() == 2);
    }
}
