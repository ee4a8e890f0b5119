package io.crosswalk.operations.plan.design;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class NamesTest {

    private final Names names = new Names();

    @Test
    void aNameIsMadeAsPostgresMakesIt() {
        assertThat(names.choose("widgets", List.of("clinic_id"), "idx")).isEqualTo("widgets_clinic_id_idx");
        assertThat(names.choose("widgets", List.of(), "pkey")).isEqualTo("widgets_pkey");
    }

    @Test
    void aTakenNameGetsANumber() {
        names.choose("a_b_idx", "");
        assertThat(names.choose("a", List.of("b"), "idx")).isEqualTo("a_b1_idx");
        assertThat(names.choose("a", List.of("b"), "idx")).isEqualTo("a_b2_idx");
    }

    @Test
    void namesThatAreCutDoNotCollide() {
        String table = "ü".repeat(31);
        String first = names.choose(table, List.of("clinic_id"), "fkey");
        String second = names.choose(table, List.of("client_id"), "fkey");

        assertThat(first).isNotEqualTo(second).endsWith("_fkey");
        assertThat(List.of(first, second))
                .allMatch(name -> name.getBytes(StandardCharsets.UTF_8).length <= 63 && name.indexOf('\ufffd') < 0);
    }
}
