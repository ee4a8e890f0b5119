package io.crosswalk.app.faults;

import io.crosswalk.testbed.proxy.TcpProxy;
import io.crosswalk.testbed.server.Database;
import io.crosswalk.testbed.server.EmbeddedServer;
import io.crosswalk.testbed.server.EmbeddedSettings;

import java.io.IOException;
import java.sql.SQLException;

/**
 * Two servers of a round's own, which keep what they commit through a kill, and a proxy before each: the migrator goes through the proxies,
 * the application and the checks go straight.
 */
record Arena(Site legacy, Site target) implements AutoCloseable {

    /**
     * One server.
     *
     * @param database as the application sees it
     * @param proxy what the migrator is told instead
     */
    record Site(EmbeddedServer server, Database database, TcpProxy proxy) implements AutoCloseable {

        static Site open(int version, String name) throws IOException, SQLException {
            EmbeddedServer server =
                    new EmbeddedServer(EmbeddedSettings.temporary(version).withDurable(true));
            try {
                Database database = server.createDatabase(name);
                return new Site(server, database, new TcpProxy(database.host(), database.port()));
            } catch (IOException | SQLException | RuntimeException e) {
                server.close();
                throw e;
            }
        }

        /** As the migrator sees it. */
        String proxiedUrl() {
            return "postgresql://" + database.user() + "@127.0.0.1:" + proxy.port() + "/" + database.name();
        }

        @Override
        public void close() {
            proxy.close();
            server.close();
        }
    }

    static Arena open(int legacyVersion, int targetVersion) throws IOException, SQLException {
        Site legacy = Site.open(legacyVersion, "legacy");
        try {
            return new Arena(legacy, Site.open(targetVersion, "target"));
        } catch (IOException | SQLException | RuntimeException e) {
            legacy.close();
            throw e;
        }
    }

    @Override
    public void close() {
        try {
            target.close();
        } finally {
            legacy.close();
        }
    }
}
