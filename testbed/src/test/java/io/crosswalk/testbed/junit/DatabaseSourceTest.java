package io.crosswalk.testbed.junit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

class DatabaseSourceTest {

    @Test
    void containersComeFirstWhereAnEngineAnswers() {
        assertThat(DatabaseSource.choose(17, name -> null, () -> true)).isEqualTo(DatabaseSource.CONTAINERS);
        assertThat(DatabaseSource.choose(17, name -> null, () -> false)).isEqualTo(DatabaseSource.EMBEDDED);
    }

    @Test
    void aVersionWithoutImageIsEmbedded() {
        assertThat(DatabaseSource.choose(15, name -> null, () -> true)).isEqualTo(DatabaseSource.EMBEDDED);
        assertThat(DatabaseSource.choose(15, name -> "containers", () -> true)).isEqualTo(DatabaseSource.EMBEDDED);
    }

    @Test
    void anExplicitChoiceAsksNoEngine() {
        assertThat(DatabaseSource.choose(17, name -> "embedded", () -> fail("asked")))
                .isEqualTo(DatabaseSource.EMBEDDED);
        assertThat(DatabaseSource.choose(17, name -> "url", () -> fail("asked")))
                .isEqualTo(DatabaseSource.URL);
    }

    @Test
    void aVersionWithoutBinariesNeedsTheUrl() {
        assertThat(DatabaseSource.choose(11, name -> null, () -> false)).isEqualTo(DatabaseSource.URL);
    }
}
