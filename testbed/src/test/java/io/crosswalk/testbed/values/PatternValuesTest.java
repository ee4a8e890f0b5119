package io.crosswalk.testbed.values;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.SplittableRandom;

import static org.assertj.core.api.Assertions.assertThat;

class PatternValuesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "^[A-Z]{2}$",
                "^#[0-9a-f]{6}$",
                "^[a-z]{3,9}[.][a-z_]{4,12}$",
                "^x+-\\d*y?$",
                "^[A-Z]{3}-[0-9]{6}$"
            })
    void everyTextMatchesItsPattern(String pattern) {
        PatternValues values = new PatternValues(pattern);
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 200; i++) {
            assertThat(values.make(random)).matches(pattern);
        }
    }
}
