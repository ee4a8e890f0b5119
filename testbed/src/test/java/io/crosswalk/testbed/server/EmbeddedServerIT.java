package io.crosswalk.testbed.server;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class EmbeddedServerIT {

    @Test
    void bothMajorVersionsRunSideBySide() throws Exception {
        try (EmbeddedServer seventeen = EmbeddedServer.temporary(17);
                EmbeddedServer fifteen = EmbeddedServer.temporary(15)) {
            assertThat(text(seventeen.maintenance(), "SHOW server_version")).startsWith("17.");
            assertThat(text(fifteen.maintenance(), "SHOW server_version")).startsWith("15.");
            for (EmbeddedServer server : List.of(seventeen, fifteen)) {
                Database database = server.createDatabase("Some-Prefix");
                assertThat(database.name()).startsWith("some_prefix_");
                assertThat(text(database, "SHOW wal_level")).isEqualTo("logical");
                assertThat(text(database, "SHOW max_replication_slots")).isEqualTo("20");
                assertThat(text(database, "SHOW max_prepared_transactions")).isEqualTo("10");
                assertThat(text(database, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
                assertThat(text(database, "SHOW fsync")).isEqualTo("off");
                assertThat(text(database, "SELECT lower('ÄÉ')")).isEqualTo("äé");
            }
        }
    }

    @Test
    void killAndRestartKeepDataAndLogicalSlot() throws Exception {
        try (EmbeddedServer server =
                new EmbeddedServer(EmbeddedSettings.temporary(17).withDurable(true))) {
            Database database = server.createDatabase("kill");
            execute(database, "CREATE TABLE kept (id int PRIMARY KEY); INSERT INTO kept VALUES (1), (2)");
            execute(database, "SELECT pg_create_logical_replication_slot('survivor', 'pgoutput')");

            server.kill();
            assertThat(server.isRunning()).isFalse();
            assertThatThrownBy(database::connect).isInstanceOf(SQLException.class);
            server.restart();

            assertThat(text(database, "SELECT count(*) FROM kept")).isEqualTo("2");
            assertThat(text(database, "SELECT slot_name FROM pg_replication_slots"))
                    .isEqualTo("survivor");
            assertThat(text(database, "SHOW fsync")).isEqualTo("on");
        }
    }

    @Test
    void aDatabaseWithLogicalSlotsAndSessionsCanBeDropped() throws Exception {
        try (EmbeddedServer server = EmbeddedServer.temporary(17)) {
            Database database = server.createDatabase("dropped");
            try (Connection open = database.connect()) {
                execute(database, "SELECT pg_create_logical_replication_slot('in_the_way', 'pgoutput')");
                server.dropDatabase(database);
                assertThat(open.isValid(1)).isFalse();
            }
            assertThat(text(server.maintenance(), "SELECT count(*) FROM pg_replication_slots"))
                    .isEqualTo("0");
        }
    }

    @Test
    void closeLeavesNoProcessAndNoDirectory(@TempDir Path cache) throws Exception {
        EmbeddedServer server =
                new EmbeddedServer(EmbeddedSettings.temporary(17).withCache(cache));
        ProcessHandle postmaster = postmaster(server);
        server.createDatabase("closed");
        server.close();
        server.close();

        // It may be a zombie for a moment more, until process 1 reaps it.
        postmaster.onExit().get(10, TimeUnit.SECONDS);
        assertThat(cache.resolve("instances")).isEmptyDirectory();
        assertThat(cache).isDirectoryNotContaining(path -> path.toString().contains("unpacking"));
    }

    @Test
    void aNamedDirectoryKeepsItsDataAndTakesOneServerAtATime(@TempDir Path directory) throws Exception {
        EmbeddedSettings settings =
                EmbeddedSettings.temporary(17).withDirectory(directory).withStopWithJvm(false);
        try (EmbeddedServer server = new EmbeddedServer(settings)) {
            execute(server.maintenance(), "CREATE TABLE kept AS SELECT 7 AS value");
            assertThatThrownBy(() -> new EmbeddedServer(settings))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("another process runs a server");
        }
        try (EmbeddedServer server = new EmbeddedServer(settings)) {
            assertThat(text(server.maintenance(), "SELECT value FROM kept")).isEqualTo("7");
        }
        assertThatThrownBy(
                        () -> new EmbeddedServer(EmbeddedSettings.temporary(15).withDirectory(directory)))
                .hasMessageContaining("holds the data of PostgreSQL 17");
    }

    @Test
    void noServerAndNoFolderOutliveAJvmThatIsTerminated(@TempDir Path cache) throws Exception {
        endsWithItsOwner(cache, ProcessHandle::destroy);
    }

    @Test
    void noServerAndNoFolderOutliveAJvmThatIsKilled(@TempDir Path cache) throws Exception {
        endsWithItsOwner(cache, ProcessHandle::destroyForcibly);
    }

    private static void endsWithItsOwner(Path cache, Consumer<ProcessHandle> end) throws Exception {
        PostgresBinaries.of(17, cache);
        Process owner = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Owner.class.getName(),
                        cache.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (InputStream output = owner.getInputStream()) {
            long pid = Long.parseLong(new String(output.readNBytes(8)).strip());
            ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();

            end.accept(owner.toHandle());

            assertThat(owner.waitFor(30, TimeUnit.SECONDS)).isTrue();
            postmaster.onExit().get(30, TimeUnit.SECONDS);
        }
        awaitEmpty(cache.resolve("instances"));
    }

    private static void awaitEmpty(Path folder) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (true) {
            try (Stream<Path> files = Files.list(folder)) {
                List<Path> left = files.toList();
                if (left.isEmpty()) {
                    return;
                }
                assertThat(System.nanoTime()).as("%s still there", left).isLessThan(deadline);
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    /** A JVM that starts a server, prints its process number in eight places and waits for its end. */
    static final class Owner {

        public static void main(String[] arguments) throws Exception {
            EmbeddedServer server =
                    new EmbeddedServer(EmbeddedSettings.temporary(17).withCache(Path.of(arguments[0])));
            System.out.printf("%8d", postmaster(server).pid());
            System.out.flush();
            Thread.currentThread().join();
        }
    }

    @Test
    void aStartRemovesWhatADeadProcessLeftBehind(@TempDir Path cache) throws Exception {
        Path instances = Files.createDirectories(cache.resolve("instances"));
        Files.createFile(instances.resolve("1-left.lock"));
        Files.createDirectories(instances.resolve("1-left").resolve("data"));
        ServerHome.sweep(cache);
        assertThat(instances).isEmptyDirectory();
    }

    @Test
    void theFolderBelongsToItsOwnerOnly(@TempDir Path cache) throws Exception {
        try (ServerHome home = ServerHome.temporaryIn(cache)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.folder())))
                    .isEqualTo("rwx------");
        }
    }

    private static ProcessHandle postmaster(EmbeddedServer server) throws IOException {
        List<String> lines = Files.readAllLines(server.directory().resolve("data/postmaster.pid"));
        return ProcessHandle.of(Long.parseLong(lines.get(0).strip())).orElseThrow();
    }

    private static void execute(Database database, String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String text(Database database, String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
