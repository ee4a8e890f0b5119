package io.crosswalk.testbed.server;

import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** PostgreSQL 17 in a container that Testcontainers starts and stops. Safe for any thread. */
public final class ContainerServer implements PostgresServer {

    /** The only major version that exists as an image everywhere the tests run. */
    public static final int MAJOR_VERSION = 17;

    private static final String SUPERUSER = "postgres";

    private final PostgreSQLContainer container;
    private final Administration administration;

    public ContainerServer() {
        this.container = new PostgreSQLContainer(DockerImageName.parse("postgres:" + MAJOR_VERSION));
        // The engine may publish the port beyond the loopback address, so the password is no well-known one.
        container
                .withUsername(SUPERUSER)
                .withDatabaseName("postgres")
                .withPassword(UUID.randomUUID().toString());
        List<String> command = new ArrayList<>(List.of("postgres"));
        for (String flag : ServerFlags.of(false)) {
            command.add("-c");
            command.add(flag);
        }
        container.withCommand(command.toArray(String[]::new));
        container.start();
        this.administration = new Administration(new Database(
                container.getHost(),
                container.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT),
                container.getDatabaseName(),
                container.getUsername(),
                container.getPassword()));
    }

    @Override
    public Database createDatabase(String prefix) throws SQLException {
        return administration.createDatabase(prefix);
    }

    @Override
    public void dropDatabase(Database database) throws SQLException {
        administration.dropDatabase(database);
    }

    @Override
    public int majorVersion() {
        return MAJOR_VERSION;
    }

    @Override
    public void close() {
        container.stop();
    }
}
