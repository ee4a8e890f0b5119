package io.crosswalk.app.http;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class HostGuardTest {

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST:8085", "127.0.0.1", "127.0.0.1:8085", "[::1]:8085", "127.1.2.3"})
    void loopbackIsAccepted(String host) {
        assertThat(new HostGuard("127.0.0.1").accepts(host)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "evil.example",
                "localhost.evil.example",
                "127.0.0.1.evil.example:8085",
                "10.0.0.1",
                "evil.example:127",
                "localhost:80:80"
            })
    void anyOtherNameIsRefused(String host) {
        assertThat(new HostGuard("127.0.0.1").accepts(host)).isFalse();
    }

    @Test
    void theBoundAddressIsAccepted() {
        assertThat(new HostGuard("10.0.0.1").accepts("10.0.0.1:8085")).isTrue();
        assertThat(new HostGuard("fd00::1").accepts("[fd00::1]:8085")).isTrue();
        assertThat(new HostGuard("10.0.0.1").accepts("10.0.0.2:8085")).isFalse();
    }

    @Test
    void boundToEveryAddressAnAddressIsAcceptedAndANameIsNot() {
        assertThat(new HostGuard("0.0.0.0").accepts("10.0.0.2:8085")).isTrue();
        assertThat(new HostGuard("::").accepts("[fd00::1]:8085")).isTrue();
        assertThat(new HostGuard("0.0.0.0").accepts("evil.example")).isFalse();
    }

    @Test
    void aRequestWithoutHostIsRefused() {
        assertThat(new HostGuard("127.0.0.1").accepts(null)).isFalse();
    }
}
