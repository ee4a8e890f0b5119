package io.crosswalk.testbed.junit;

import io.crosswalk.testbed.server.ContainerServer;
import io.crosswalk.testbed.server.EmbeddedServer;
import io.crosswalk.testbed.server.ExternalServer;
import io.crosswalk.testbed.server.PostgresServer;
import org.jspecify.annotations.Nullable;
import org.testcontainers.DockerClientFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** Where the servers of the tests come from. */
enum DatabaseSource {
    CONTAINERS,
    EMBEDDED,
    URL;

    private static final String URL_VARIABLE = "CROSSWALK_TEST_URL";

    /**
     * What {@code crosswalk.test.databases} asks for, else containers where an engine answers, else embedded binaries
     * where there are some for this machine, else the URL in the environment.
     *
     * @param settings finds a setting by its property name; null where it is not set
     */
    static DatabaseSource choose(
            int version, Function<String, @Nullable String> settings, BooleanSupplier engineAnswers) {
        String asked = settings.apply("crosswalk.test.databases");
        if (asked != null && !asked.isBlank()) {
            DatabaseSource source = valueOf(asked.strip().toUpperCase(Locale.ROOT));
            return source == CONTAINERS && version != ContainerServer.MAJOR_VERSION ? EMBEDDED : source;
        }
        if (version == ContainerServer.MAJOR_VERSION && engineAnswers.getAsBoolean()) {
            return CONTAINERS;
        }
        return EmbeddedServer.isAvailable(version) ? EMBEDDED : URL;
    }

    /** A system property, else the environment variable of the same name: a.b is A_B. */
    static @Nullable String setting(String property) {
        String value = System.getProperty(property);
        return value != null ? value : System.getenv(property.replace('.', '_').toUpperCase(Locale.ROOT));
    }

    /** Asks an engine only where a sign of one exists: the question itself takes most of a second. */
    static boolean engineAnswers() {
        boolean sign = System.getenv("DOCKER_HOST") != null || Files.exists(Path.of("/var/run/docker.sock"));
        return sign && DockerClientFactory.instance().isDockerAvailable();
    }

    PostgresServer start(int version) throws IOException, SQLException {
        return switch (this) {
            case CONTAINERS -> new ContainerServer();
            case EMBEDDED -> EmbeddedServer.temporary(version);
            case URL -> {
                String url = System.getenv(URL_VARIABLE);
                if (url == null) {
                    throw new IOException("no PostgreSQL for the tests: no container engine answers, there are no"
                            + " embedded binaries for this machine, and " + URL_VARIABLE + " is not set");
                }
                yield new ExternalServer(url);
            }
        };
    }
}
