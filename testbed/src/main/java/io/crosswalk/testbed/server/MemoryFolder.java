package io.crosswalk.testbed.server;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A folder in memory, for data that need not outlive the machine. A database is a few hundred files, and some file systems take as many
 * milliseconds to make them. Stateless.
 */
final class MemoryFolder {

    private static final Path SHARED_MEMORY = Path.of("/dev/shm");
    private static final Path MEMORY_REPORT = Path.of("/proc/meminfo");
    private static final Pattern AVAILABLE_KILOBYTES = Pattern.compile("MemAvailable:\\s+(\\d+) kB");
    /** Six servers, two versions in three processes of tests, with their WAL; and as much again for everybody else. */
    private static final long ROOM_BYTES = 4L << 30;

    private MemoryFolder() {}

    /** This user's folder in shared memory (tmpfs(5)); empty where there is none, or not much memory. */
    static Optional<Path> find() {
        try {
            if (!Files.isWritable(SHARED_MEMORY)
                    || Files.getFileStore(SHARED_MEMORY).getUsableSpace() < ROOM_BYTES
                    || availableBytes() < 2 * ROOM_BYTES) {
                return Optional.empty();
            }
            String user = System.getProperty("user.name");
            Path folder = Files.createDirectories(
                    SHARED_MEMORY.resolve("crosswalk-" + user),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            // Everybody may write there: who made a folder of that name first may be somebody else.
            return Files.getOwner(folder).getName().equals(user) ? Optional.of(folder) : Optional.empty();
        } catch (FileSystemException | UnsupportedOperationException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new IllegalStateException("the memory of this machine cannot be looked at", e);
        }
    }

    private static long availableBytes() throws IOException {
        Matcher matcher = AVAILABLE_KILOBYTES.matcher(Files.readString(MEMORY_REPORT));
        return matcher.find() ? Long.parseLong(matcher.group(1)) << 10 : 0;
    }
}
