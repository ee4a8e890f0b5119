package io.crosswalk.testbed.junit;

import io.crosswalk.testbed.server.Database;
import io.crosswalk.testbed.server.PostgresServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

import static org.assertj.core.api.Assertions.assertThat;

@Databases
class DatabasesExtensionIT {

    @Legacy
    private Database field;

    private Database beforeEach;

    @BeforeEach
    void prepare(@Legacy Database legacy) {
        beforeEach = legacy;
    }

    @Test
    void aMarkedDatabaseIsTheSameWithinATest(@Legacy Database legacy, @Target Database target) throws SQLException {
        assertThat(legacy).isEqualTo(field).isEqualTo(beforeEach).isNotEqualTo(target);
        assertThat(legacy.name()).startsWith("legacy_");
        assertThat(target.name()).startsWith("target_");
        assertEmptyAndUsable(legacy);
    }

    @Test
    void aMarkedDatabaseIsFreshInEachTest(@Legacy Database legacy) throws SQLException {
        assertEmptyAndUsable(legacy);
    }

    @Test
    void unmarkedDatabasesAreAllDifferent(Database one, Database other, PostgresServer server) {
        assertThat(one).isNotEqualTo(other);
        assertThat(server.majorVersion()).isGreaterThanOrEqualTo(15);
        assertThat(one.toString()).doesNotContain(one.password());
    }

    @Test
    @Databases(version = 15)
    void aMethodMayAskForItsOwnVersion(Database database, @Target(version = 17) Database target) throws SQLException {
        assertThat(major(database)).isEqualTo(15);
        assertThat(major(target)).isEqualTo(17);
    }

    private static int major(Database database) throws SQLException {
        try (Connection connection = database.connect()) {
            return connection.getMetaData().getDatabaseMajorVersion();
        }
    }

    private static void assertEmptyAndUsable(Database database) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE only_here (id int)");
        }
    }
}
