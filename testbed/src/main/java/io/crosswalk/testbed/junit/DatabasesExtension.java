package io.crosswalk.testbed.junit;

import io.crosswalk.testbed.server.Database;
import io.crosswalk.testbed.server.EmbeddedSettings;
import io.crosswalk.testbed.server.PostgresServer;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;

/**
 * Starts one server per source and version in a test JVM, shared by all classes and closed at its end, and hands out
 * databases in it. Used through {@link Databases}. Safe for parallel tests.
 */
public final class DatabasesExtension implements ParameterResolver, BeforeEachCallback {

    private static final Logger LOG = LoggerFactory.getLogger(DatabasesExtension.class);
    private static final Namespace NAMESPACE = Namespace.create(DatabasesExtension.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return isOurs(parameter.getParameter().getType());
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return value(parameter.getParameter(), parameter.getParameter().getType(), context);
    }

    /** Fills the marked fields of the test instances, before the methods marked {@code @BeforeEach}. */
    @Override
    public void beforeEach(ExtensionContext context) throws IllegalAccessException {
        for (Object instance : context.getRequiredTestInstances().getAllInstances()) {
            for (Field field : instance.getClass().getDeclaredFields()) {
                boolean marked = field.isAnnotationPresent(Legacy.class) || field.isAnnotationPresent(Target.class);
                if (marked && isOurs(field.getType())) {
                    field.setAccessible(true);
                    field.set(instance, value(field, field.getType(), context));
                }
            }
        }
    }

    private static boolean isOurs(Class<?> type) {
        return type == Database.class || type == PostgresServer.class;
    }

    private static Object value(AnnotatedElement element, Class<?> type, ExtensionContext context) {
        Request request = Request.of(element, context);
        PostgresServer server = server(request, context);
        if (type == PostgresServer.class) {
            return server;
        }
        return context.getStore(NAMESPACE)
                .computeIfAbsent(request.key(), key -> handOut(server, request), HandedOut.class)
                .database();
    }

    private static PostgresServer server(Request request, ExtensionContext context) {
        int version = request.version();
        DatabaseSource source =
                DatabaseSource.choose(version, DatabaseSource::setting, () -> engineAnswersOnce(context));
        PostgresServer server = context.getStore(StoreScope.LAUNCHER_SESSION, NAMESPACE)
                .computeIfAbsent(source + " " + version, key -> start(source, version), PostgresServer.class);
        Assumptions.assumeTrue(
                !request.explicit() || server.majorVersion() == version,
                () -> "needs PostgreSQL " + version + ", and the server is " + server.majorVersion());
        return server;
    }

    private static boolean engineAnswersOnce(ExtensionContext context) {
        return context.getStore(StoreScope.LAUNCHER_SESSION, NAMESPACE)
                .computeIfAbsent("engine answers", key -> DatabaseSource.engineAnswers(), Boolean.class);
    }

    private static PostgresServer start(DatabaseSource source, int version) {
        try {
            return source.start(version);
        } catch (IOException | SQLException e) {
            throw new ExtensionConfigurationException("cannot start PostgreSQL " + version + " (" + source + ")", e);
        }
    }

    private static HandedOut handOut(PostgresServer server, Request request) {
        try {
            return new HandedOut(server, server.createDatabase(request.prefix()));
        } catch (SQLException e) {
            throw new ExtensionConfigurationException("cannot create a database", e);
        }
    }

    /** What one parameter or field asks for; the key tells which of them share a database. */
    private record Request(String key, String prefix, int version, boolean explicit) {

        static Request of(AnnotatedElement element, ExtensionContext context) {
            Legacy legacy = element.getAnnotation(Legacy.class);
            Target target = element.getAnnotation(Target.class);
            int marked = legacy != null ? legacy.version() : target != null ? target.version() : 0;
            int asked = marked != 0 ? marked : versionOf(context);
            int version = asked != 0 ? asked : versionOfRun();
            String role = legacy != null ? "legacy" : target != null ? "target" : "";
            // Without a mark the key is new each time, and so is the database.
            return role.isEmpty()
                    ? new Request(UUID.randomUUID().toString(), "test", version, asked != 0)
                    : new Request(role, role, version, asked != 0);
        }

        private static int versionOf(ExtensionContext context) {
            for (Optional<ExtensionContext> at = Optional.of(context);
                    at.isPresent();
                    at = at.get().getParent()) {
                Optional<Databases> annotation = at.get().getElement().map(e -> e.getAnnotation(Databases.class));
                if (annotation.isPresent() && annotation.get().version() != 0) {
                    return annotation.get().version();
                }
            }
            return 0;
        }

        private static int versionOfRun() {
            String version = DatabaseSource.setting("crosswalk.test.version");
            return version == null || version.isBlank()
                    ? EmbeddedSettings.DEFAULT_VERSION
                    : Integer.parseInt(version.strip());
        }
    }

    /** A database in somebody's hands. JUnit closes it when the test or the class that got it ends. */
    private record HandedOut(PostgresServer server, Database database) implements AutoCloseable {

        @Override
        public void close() {
            try {
                server.dropDatabase(database);
            } catch (SQLException e) {
                // The server goes away at the end of the JVM in any case: no reason to fail a test.
                LOG.debug("cannot drop {}", database, e);
            }
        }
    }
}
