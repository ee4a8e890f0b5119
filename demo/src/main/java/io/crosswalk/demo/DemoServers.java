package io.crosswalk.demo;

import io.crosswalk.postgres.DatabaseAddress;
import io.crosswalk.testbed.kamdental.KamdentalLegacy;
import io.crosswalk.testbed.kamdental.KamdentalTarget;
import io.crosswalk.testbed.server.Database;
import io.crosswalk.testbed.server.EmbeddedServer;
import io.crosswalk.testbed.server.EmbeddedSettings;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

/** The two embedded servers of a demo, with the empty legacy database and the empty target in them. */
final class DemoServers implements AutoCloseable {

    private final EmbeddedServer legacyServer;
    private final EmbeddedServer targetServer;
    private final Database legacy;
    private final Database target;

    private DemoServers(EmbeddedServer legacyServer, EmbeddedServer targetServer) throws SQLException {
        this.legacyServer = legacyServer;
        this.targetServer = targetServer;
        this.legacy = legacyServer.createDatabase("legacy");
        this.target = targetServer.createDatabase("target");
        try (Connection connection = legacy.connect()) {
            KamdentalLegacy.create(connection);
        }
        try (Connection connection = target.connect()) {
            KamdentalTarget.create(connection);
        }
    }

    /** Starts both servers; their data go with them, or stay below {@code keep}. */
    static DemoServers start(@Nullable Path keep) throws SQLException, IOException {
        EmbeddedServer legacy = new EmbeddedServer(settings(keep, "legacy"));
        EmbeddedServer target = null;
        try {
            target = new EmbeddedServer(settings(keep, "target"));
            return new DemoServers(legacy, target);
        } catch (SQLException | IOException | RuntimeException e) {
            if (target != null) {
                target.close();
            }
            legacy.close();
            throw e;
        }
    }

    // Durable, as real servers are: a demo without fsync would show rates that nobody gets.
    private static EmbeddedSettings settings(@Nullable Path keep, String name) {
        EmbeddedSettings settings = EmbeddedSettings.temporary(EmbeddedSettings.DEFAULT_VERSION)
                .withDurable(true)
                .withStopWithJvm(false);
        return keep == null ? settings : settings.withDirectory(keep.resolve(name));
    }

    Database legacy() {
        return legacy;
    }

    Database target() {
        return target;
    }

    static DatabaseAddress address(Database database) {
        return DatabaseAddress.parse(database.libpqUrl(), null, database.password());
    }

    @Override
    public void close() {
        try {
            legacyServer.close();
        } finally {
            targetServer.close();
        }
    }
}
