package io.crosswalk.pipeline.transaction;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class PositionTest {

    @ParameterizedTest
    @CsvSource({
        "0/0, 0",
        "0/1, 1",
        "16/B374D848, 97500059720",
        "0/FFFFFFFF, 4294967295",
        "1/0, 4294967296",
        "7FFFFFFF/FFFFFFFF, 9223372036854775807",
        "80000000/0, -9223372036854775808",
        "FFFFFFFF/FFFFFFFF, -1"
    })
    void readsAndPrintsTheTextFormOfPostgres(String text, long lsn) {
        assertThat(Position.parse(text)).isEqualTo(new Position(lsn));
        assertThat(new Position(lsn)).hasToString(text);
    }

    @Test
    void everyPositionIsReadBackFromItsText() {
        Random random = new Random(17);
        for (int i = 0; i < 2_000; i++) {
            Position position = new Position(random.nextLong() >>> random.nextInt(64));
            assertThat(Position.parse(position.toString())).isEqualTo(position);
        }
    }

    @Test
    void readsSmallLettersAndLeadingZeros() {
        assertThat(Position.parse("16/b374d848")).isEqualTo(Position.parse("00000016/B374D848"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "0",
                "0/",
                "/0",
                "16B374D848",
                "0/0/0",
                "G/0",
                "0/G",
                "0/ 1",
                "123456789/0",
                "0/123456789",
                "-1/0",
                "+1/0",
                "0/-1",
                "１/0"
            })
    void refusesWhatIsNoPosition(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Position.parse(text));
    }

    @Test
    void theOrderIsUnsigned() {
        Position last = Position.parse("FFFFFFFF/FFFFFFFF");
        Position middle = Position.parse("80000000/0");
        Position below = Position.parse("7FFFFFFF/FFFFFFFF");

        assertThat(last.isAfter(middle)).isTrue();
        assertThat(middle.isAfter(below)).isTrue();
        assertThat(below.isAfter(Position.ZERO)).isTrue();
        assertThat(Position.ZERO.isAfter(last)).isFalse();
    }

    @Test
    void noPositionIsAfterItself() {
        assertThat(Position.parse("1/2").isAfter(Position.parse("1/2"))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"0/0, 0/0, 0", "1/0, 0/FFFFFFFF, 1", "2/0, 1/0, 4294967296", "1/0, 2/0, 0"})
    void theBytesBetweenTwoPositionsAreNeverNegative(String later, String earlier, long bytes) {
        assertThat(Position.parse(later).bytesSince(Position.parse(earlier))).isEqualTo(bytes);
    }
}
