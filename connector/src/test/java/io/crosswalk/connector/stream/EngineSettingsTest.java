package io.crosswalk.connector.stream;

import io.crosswalk.connector.SourceSettings;
import io.crosswalk.postgres.DatabaseAddress;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Properties;

import static org.assertj.core.api.Assertions.assertThat;

class EngineSettingsTest {

    @Test
    void theHeartbeatQueryAndNamesFollowTheMigrationsName() {
        SourceSettings settings = SourceSettings.of(
                "demo",
                DatabaseAddress.parse(
                        "postgresql://u:secret@[::1]/d?sslmode=verify-full&sslrootcert=ca.pem", null, null),
                List.of());
        Properties properties = EngineSettings.of(settings, "random");
        assertThat(properties)
                .containsEntry("slot.name", "crosswalk_demo")
                .containsEntry("database.hostname", "[::1]")
                .containsEntry("database.sslmode", "verify-full")
                .containsEntry("driver.sslrootcert", "ca.pem")
                .containsEntry("errors.max.retries", "0");
        assertThat(settings.toString()).doesNotContain("secret");
    }
}
