package io.crosswalk.pipeline.row;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ColumnsTest {

    private final Columns columns = Columns.of("id", "clinicId", "Name");

    @Test
    void findsAColumnByItsExactName() {
        assertThat(columns.indexOf("clinicId")).isEqualTo(1);
        assertThat(columns.contains("Name")).isTrue();
        assertThat(columns.indexOf("name")).isEqualTo(-1);
        assertThat(columns.contains("clinicid")).isFalse();
    }

    @Test
    void keepsTheOrderAndCountsTheNames() {
        assertThat(columns.names()).containsExactly("id", "clinicId", "Name");
        assertThat(columns.size()).isEqualTo(3);
        assertThat(columns.asSet()).containsExactlyInAnyOrder("id", "clinicId", "Name");
    }

    @Test
    void areEqualWhenTheNamesAreEqualInOrder() {
        assertThat(columns)
                .isEqualTo(Columns.of(List.of("id", "clinicId", "Name")))
                .hasSameHashCodeAs(Columns.of(List.of("id", "clinicId", "Name")))
                .isNotEqualTo(Columns.of("clinicId", "id", "Name"))
                .isNotEqualTo(Columns.of("id", "clinicId"));
    }

    @Test
    void refuseANameThatStandsTwice() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Columns.of("id", "name", "id"))
                .withMessageContaining("id");
    }

    @Test
    void doNotFollowTheListTheyWereMadeFrom() {
        List<String> names = new ArrayList<>(List.of("id"));
        Columns made = Columns.of(names);
        names.add("name");

        assertThat(made.names()).containsExactly("id");
        assertThatThrownBy(() -> made.names().add("x")).isInstanceOf(UnsupportedOperationException.class);
    }
}
