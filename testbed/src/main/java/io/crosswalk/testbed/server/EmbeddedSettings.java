package io.crosswalk.testbed.server;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.Map;

/**
 * How an {@link EmbeddedServer} starts.
 *
 * @param majorVersion 15 or 17
 * @param directory where data, log and password stay after the close; null means a folder that is deleted
 * @param cache where unpacked binaries live
 * @param scratch where temporary data live
 * @param durable true: commits reach the disk (fsync); false is right for tests
 * @param stopWithJvm true: a shutdown hook closes the server. False for an application with a shutdown order of its own,
 *     which closes the server itself; a server left open stops after the JVM in either case
 */
public record EmbeddedSettings(
        int majorVersion, @Nullable Path directory, Path cache, Path scratch, boolean durable, boolean stopWithJvm) {

    /** The version that is used where nobody asks for another. */
    public static final int DEFAULT_VERSION = 17;

    /** For tests: temporary, not durable, in memory where there is enough, closed with the JVM. */
    public static EmbeddedSettings temporary(int majorVersion) {
        Path cache = defaultCache(System.getenv());
        return new EmbeddedSettings(
                majorVersion, null, cache, MemoryFolder.find().orElse(cache), false, true);
    }

    public EmbeddedSettings withDirectory(@Nullable Path kept) {
        return new EmbeddedSettings(majorVersion, kept, cache, scratch, durable, stopWithJvm);
    }

    /** Binaries and temporary data in one folder. */
    public EmbeddedSettings withCache(Path folder) {
        return new EmbeddedSettings(majorVersion, directory, folder, folder, durable, stopWithJvm);
    }

    /** What is durable lies on a disk. */
    public EmbeddedSettings withDurable(boolean value) {
        return new EmbeddedSettings(majorVersion, directory, cache, value ? cache : scratch, value, stopWithJvm);
    }

    public EmbeddedSettings withStopWithJvm(boolean value) {
        return new EmbeddedSettings(majorVersion, directory, cache, scratch, durable, value);
    }

    /** {@code ${XDG_CACHE_HOME:-~/.cache}/crosswalk/postgres} (XDG Base Directory Specification). */
    static Path defaultCache(Map<String, String> environment) {
        String configured = environment.getOrDefault("XDG_CACHE_HOME", "");
        Path base = configured.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(configured);
        return base.resolve("crosswalk").resolve("postgres").toAbsolutePath();
    }
}
