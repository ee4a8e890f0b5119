package io.crosswalk.pipeline.row;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class KeyTest {

    private static final Columns PAIR = Columns.of("a", "b");
    private static final Lookup LOOKUP = new Lookup(
            new TableId("public", "clinics"), "id", Key.of(Columns.of("old"), "x"), null, Lookup.Absence.QUARANTINE);

    @Test
    void isEqualWhenColumnsAndValuesAre() {
        assertThat(Key.of(PAIR, "1", "2"))
                .isEqualTo(Key.of(Columns.of("a", "b"), "1", "2"))
                .hasSameHashCodeAs(Key.of(Columns.of("a", "b"), "1", "2"))
                .isNotEqualTo(Key.of(PAIR, "2", "1"))
                .isNotEqualTo(Key.of(Columns.of("a", "c"), "1", "2"));
    }

    @Test
    void isResolvedWhenNoValueIsSymbolic() {
        assertThat(Key.of(PAIR, "1", "2").isResolved()).isTrue();
        assertThat(Key.of(PAIR, "1", LOOKUP).isResolved()).isFalse();
    }

    @Test
    void printsItsValuesAndItsNames() {
        Key key = Key.of(PAIR, "1", "2");

        assertThat(key.text()).isEqualTo("1,2");
        assertThat(key).hasToString("a=1, b=2");
        assertThat(key.size()).isEqualTo(2);
        assertThat(key.value(1)).isEqualTo("2");
    }

    @Test
    void differentValuesNeverGiveOneText() {
        assertThat(Key.of(PAIR, "a,b", "c").text()).isEqualTo("a\\,b,c");
        assertThat(Key.of(PAIR, "a", "b,c").text()).isEqualTo("a,b\\,c");
        assertThat(Key.of(PAIR, "a\\", "b").text()).isEqualTo("a\\\\,b");
        assertThat(Key.of(PAIR, "a", "\\,b").text()).isEqualTo("a,\\\\\\,b");
        assertThat(Key.of(Columns.of("a"), "1,2\\").text()).isEqualTo("1,2\\");
    }

    @Test
    void doesNotFollowTheArrayItWasMadeFrom() {
        Object[] values = {"1", "2"};
        Key key = Key.of(PAIR, values);
        values[0] = "9";

        assertThat(key.value(0)).isEqualTo("1");
    }

    static Stream<Arguments> malformed() {
        return Stream.of(
                Arguments.of((Object) new Object[] {"1"}),
                Arguments.of((Object) new Object[] {"1", "2", "3"}),
                Arguments.of((Object) new Object[] {}),
                Arguments.of((Object) new Object[] {"1", null}),
                Arguments.of((Object) new Object[] {"1", 2}),
                Arguments.of((Object) new Object[] {"1", Row.ABSENT}),
                Arguments.of((Object) new Object[] {"1", new Refusal("no")}));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void refusesValuesThatDoNotIdentifyARow(Object[] values) {
        assertThatIllegalArgumentException().isThrownBy(() -> Key.of(PAIR, values));
    }

    @Test
    void refusesToBeEmpty() {
        assertThatIllegalArgumentException().isThrownBy(() -> Key.of(Columns.of()));
    }
}
