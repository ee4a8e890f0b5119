package io.crosswalk.testbed.server;

import org.junit.jupiter.api.Test;

import java.sql.Connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ExternalServerIT {

    @Test
    void aUrlIsEnoughToCreateAndDropDatabases() throws Exception {
        try (EmbeddedServer running = EmbeddedServer.temporary(15)) {
            Database maintenance = running.maintenance();
            String url = maintenance.jdbcUrl() + "?user=" + maintenance.user() + "&password=" + maintenance.password();
            try (ExternalServer server = new ExternalServer(url)) {
                assertThat(server.majorVersion()).isEqualTo(15);
                Database database = server.createDatabase("external");
                try (Connection connection = database.connect()) {
                    assertThat(connection.getCatalog()).isEqualTo(database.name());
                }
                server.dropDatabase(database);
                assertThatThrownBy(database::connect).hasMessageContaining("does not exist");
            }
            assertThat(running.isRunning()).isTrue();
        }
    }

    @Test
    void aUrlOfAnotherKindIsRefusedWithoutShowingIt() {
        assertThatThrownBy(() -> new ExternalServer("postgresql://me:secret@host/db"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("secret");
    }
}
