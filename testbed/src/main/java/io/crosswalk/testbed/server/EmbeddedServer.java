package io.crosswalk.testbed.server;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;

/**
 * A PostgreSQL server of our own, from binaries on the class path, as root or as any user. It listens on 127.0.0.1 only,
 * on a port that was free. It can be killed and started again on the same data and port. Nothing of it outlives the JVM:
 * see {@link Watchdog}. Safe for several threads; kill, restart and close take turns.
 */
public final class EmbeddedServer implements PostgresServer {

    static final String SUPERUSER = "postgres";

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedServer.class);
    private static final int START_ATTEMPTS = 4;

    private final EmbeddedSettings settings;
    private final ServerHome home;
    private final ServerProcess process;
    private final Watchdog watchdog;
    private final int port;
    private final Administration administration;
    private final @Nullable Thread shutdownHook;
    private boolean closed;

    /** Starts the server, and returns when it accepts connections. */
    public EmbeddedServer(EmbeddedSettings settings) throws IOException {
        this.settings = settings;
        ServerHome.sweep(settings.cache());
        ServerHome.sweep(settings.scratch());
        List<String> identity = ServerIdentity.current();
        PostgresBinaries binaries = PostgresBinaries.of(settings.majorVersion(), settings.cache());
        Path kept = settings.directory();
        this.home = kept == null ? ServerHome.temporaryIn(settings.scratch()) : ServerHome.kept(kept);
        try {
            this.process = new ServerProcess(binaries, home.data(), home.log(), identity);
            // The folder is ours alone, so whoever still runs in it was left behind.
            ServerProcess.kill(home.data());
            initialiseUnlessDone();
            this.watchdog = new Watchdog(home);
            this.port = startOnFreePort();
            String password = Files.readString(home.password());
            this.administration = new Administration(new Database("127.0.0.1", port, "postgres", SUPERUSER, password));
        } catch (IOException | RuntimeException e) {
            home.close();
            throw e;
        }
        this.shutdownHook = settings.stopWithJvm() ? new Thread(this::close, "embedded-postgres-closer") : null;
        if (shutdownHook != null) {
            Runtime.getRuntime().addShutdownHook(shutdownHook);
        }
    }

    /** A server for tests; see {@link EmbeddedSettings#temporary(int)}. */
    public static EmbeddedServer temporary(int majorVersion) throws IOException {
        return new EmbeddedServer(EmbeddedSettings.temporary(majorVersion));
    }

    /** True where the class path holds binaries of that version for this machine. */
    public static boolean isAvailable(int majorVersion) {
        return PostgresBinaries.exist(majorVersion);
    }

    private void initialiseUnlessDone() throws IOException {
        Path version = home.data().resolve("PG_VERSION");
        if (!Files.exists(version)) {
            byte[] random = new byte[16];
            new SecureRandom().nextBytes(random);
            Files.writeString(home.password(), HexFormat.of().formatHex(random));
            // A first start that was cut short leaves a directory that initdb refuses.
            Folders.delete(home.data());
            process.initialise(home.password(), settings);
        } else if (!Files.readString(version).strip().equals(Integer.toString(settings.majorVersion()))) {
            throw new IOException(home.folder() + " holds the data of PostgreSQL "
                    + Files.readString(version).strip() + ", not " + settings.majorVersion());
        }
    }

    /** Somebody may take the port between its choice and its use, so one failure is no failure. */
    private int startOnFreePort() throws IOException {
        for (int attempt = 1; ; attempt++) {
            int candidate = freePort();
            try {
                process.start(candidate, settings.durable());
                LOG.info("PostgreSQL {} listens on port {}", settings.majorVersion(), candidate);
                return candidate;
            } catch (IOException e) {
                if (attempt == START_ATTEMPTS) {
                    watchdog.close();
                    throw e;
                }
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
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
        return settings.majorVersion();
    }

    public int port() {
        return port;
    }

    /** Where data, log and password live. */
    public Path directory() {
        return home.folder();
    }

    /** The maintenance database, named postgres. */
    public Database maintenance() {
        return administration.maintenance();
    }

    public synchronized boolean isRunning() {
        return process.isRunning();
    }

    /** kill -9 of all its processes, as in a power cut, except that the operating system keeps its caches. */
    public synchronized void kill() throws IOException {
        ServerProcess.kill(home.data());
    }

    /** Ends all sessions and checkpoints, as an operator's restart does ({@code pg_ctl stop -m fast}). */
    public synchronized void stop() throws IOException {
        process.stop("fast");
    }

    /** Ends all processes without a checkpoint ({@code pg_ctl stop -m immediate}): the next start recovers from the WAL. */
    public synchronized void stopImmediately() throws IOException {
        process.stop("immediate");
    }

    /** Stops it if it runs, and starts it on the same data and port. */
    public synchronized void restart() throws IOException {
        if (closed) {
            throw new IllegalStateException("the server is closed");
        }
        process.stop();
        for (int attempt = 1; ; attempt++) {
            try {
                process.start(port, settings.durable());
                return;
            } catch (IOException e) {
                // After a kill, a child that nobody listed may hold the shared memory until it notices.
                if (attempt == START_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        // An interrupted test still has to clean up.
        boolean interrupted = Thread.interrupted();
        try {
            process.stop();
            watchdog.close();
            home.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            forgetShutdownHook();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void forgetShutdownHook() {
        if (shutdownHook == null || Thread.currentThread() == shutdownHook) {
            return;
        }
        try {
            Runtime.getRuntime().removeShutdownHook(shutdownHook);
        } catch (IllegalStateException e) {
            LOG.debug("the JVM is ending, and the hook finds the server closed");
        }
    }
}
