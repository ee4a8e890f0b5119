package io.crosswalk.testbed.server;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

/**
 * The folder of one embedded server: its data, log and password. A file lock says that its owner lives; the operating
 * system releases it however the owner dies, so that a later start can tell what was left behind.
 */
final class ServerHome implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ServerHome.class);
    private static final String LOCK_SUFFIX = ".lock";
    private static final Duration LONGEST_UNPACKING = Duration.ofHours(1);

    private final Path folder;
    private final Path lockFile;
    private final FileChannel lock;
    private final boolean temporary;

    private ServerHome(Path folder, Path lockFile, FileChannel lock, boolean temporary) {
        this.folder = folder;
        this.lockFile = lockFile;
        this.lock = lock;
        this.temporary = temporary;
    }

    /** A new folder below another one, deleted when closed. */
    static ServerHome temporaryIn(Path scratch) throws IOException {
        Path instances = Files.createDirectories(scratch.resolve("instances")).toRealPath();
        String name = ownPrefix() + UUID.randomUUID();
        Path lockFile = instances.resolve(name + LOCK_SUFFIX);
        FileChannel lock = FileChannel.open(lockFile, CREATE_NEW, WRITE);
        // A sweep of another process may hold the lock of a file that is locked by nobody yet, and delete the file.
        if (lock.tryLock() == null || !Files.exists(lockFile)) {
            lock.close();
            return temporaryIn(scratch);
        }
        Path folder = Files.createDirectory(
                instances.resolve(name),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        return new ServerHome(folder, lockFile, lock, true);
    }

    /** A folder that the caller names and that stays. Fails when another server uses it. */
    static ServerHome kept(Path directory) throws IOException {
        Path folder = Files.createDirectories(directory).toRealPath();
        Path lockFile = folder.resolve("owner" + LOCK_SUFFIX);
        FileChannel lock = FileChannel.open(lockFile, CREATE, WRITE);
        if (!acquired(lock)) {
            lock.close();
            throw new IOException("another process runs a server in " + folder);
        }
        return new ServerHome(folder, lockFile, lock, false);
    }

    private static boolean acquired(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    /** Stops the servers whose owner died and deletes their temporary folders. Failures are logged: the next sweep tries again. */
    static void sweep(Path cache) {
        Path instances = cache.resolve("instances");
        if (!Files.isDirectory(instances)) {
            return;
        }
        try (DirectoryStream<Path> locks = Files.newDirectoryStream(instances, "*" + LOCK_SUFFIX)) {
            for (Path lockFile : locks) {
                // Closing any channel on a file drops all POSIX locks that this process has on it: never open our own.
                if (!lockFile.getFileName().toString().startsWith(ownPrefix())) {
                    sweepOne(lockFile);
                }
            }
        } catch (IOException e) {
            LOG.warn("cannot look for left servers in {}", instances, e);
        }
        sweepUnfinishedUnpacking(cache);
    }

    private static void sweepOne(Path lockFile) {
        try (FileChannel channel = FileChannel.open(lockFile, WRITE);
                @Nullable FileLock held = channel.tryLock()) {
            if (held == null) {
                return;
            }
            String name = lockFile.getFileName().toString();
            Path left = lockFile.resolveSibling(name.substring(0, name.length() - LOCK_SUFFIX.length()));
            LOG.info("Removing what a dead process left behind: {}", left);
            ServerProcess.kill(left.resolve("data"));
            Folders.delete(left);
            Files.deleteIfExists(lockFile);
        } catch (IOException e) {
            LOG.warn("cannot remove the left server of {}", lockFile, e);
        }
    }

    private static void sweepUnfinishedUnpacking(Path cache) {
        try (DirectoryStream<Path> unfinished = Files.newDirectoryStream(cache, "unpacking-*")) {
            for (Path folder : unfinished) {
                Instant begun = Files.getLastModifiedTime(folder).toInstant();
                if (begun.isBefore(Instant.now().minus(LONGEST_UNPACKING))) {
                    Folders.delete(folder);
                }
            }
        } catch (IOException e) {
            LOG.warn("cannot look for unfinished unpacking in {}", cache, e);
        }
    }

    private static String ownPrefix() {
        return ProcessHandle.current().pid() + "-";
    }

    Path folder() {
        return folder;
    }

    Path lockFile() {
        return lockFile;
    }

    boolean isTemporary() {
        return temporary;
    }

    /** The data directory in the sense of PostgreSQL. */
    Path data() {
        return folder.resolve("data");
    }

    Path log() {
        return folder.resolve("server.log");
    }

    Path password() {
        return folder.resolve("superuser.password");
    }

    @Override
    public void close() throws IOException {
        if (temporary) {
            Folders.delete(folder);
            Files.deleteIfExists(lockFile);
        }
        lock.close();
    }
}
