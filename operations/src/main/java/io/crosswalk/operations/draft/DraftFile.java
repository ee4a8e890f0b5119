package io.crosswalk.operations.draft;

import io.crosswalk.pipeline.Failpoint;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/** Reads and replaces files whole: whoever looks sees the old text or the new one, also when the machine fails in between. */
final class DraftFile {

    private static final Set<OpenOption> NEW = Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private DraftFile() {}

    static Path folder(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        return parent == null ? file.toAbsolutePath() : parent;
    }

    /** The text of a file; empty when there is none. */
    static Optional<String> read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        if (!Files.isRegularFile(file)) {
            throw new DraftRefusedException(file + " is no file: name one with -o");
        }
        try {
            return Optional.of(Files.readString(file));
        } catch (CharacterCodingException e) {
            throw new DraftRefusedException(file + " is not UTF-8 text: name another file with -o");
        }
    }

    /**
     * Writes a file, unless somebody else wrote it meanwhile.
     *
     * @param before what was read from it; empty when it was not there
     */
    static void write(Path file, Optional<String> before, String text) throws IOException {
        // A link stays one: what it leads to is replaced.
        Path real = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
        Path draft = real.resolveSibling("." + real.getFileName() + ".draft");
        Files.deleteIfExists(draft);
        try {
            create(draft, text, permissions(real));
            if (!read(real).equals(before)) {
                throw new DraftRefusedException(file + " was changed while it was drafted: draft again");
            }
            Failpoint.DRAFT_WRITTEN.reached();
            Files.move(draft, real, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /** Creates a file that only its owner may read, from its first moment on. */
    static void createSecret(Path file, String text) throws IOException {
        create(file, text, Optional.of(OWNER_ONLY));
    }

    private static void create(Path file, String text, Optional<Set<PosixFilePermission>> permissions)
            throws IOException {
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] attributes = permissions.isPresent() && posix
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions.get())}
                : new FileAttribute<?>[0];
        try (FileChannel channel = FileChannel.open(file, NEW, attributes);
                OutputStream stream = Channels.newOutputStream(channel)) {
            stream.write(text.getBytes(StandardCharsets.UTF_8));
            channel.force(true);
        } catch (FileSystemException e) {
            // Its message is the path alone.
            throw new DraftRefusedException(file + " cannot be written ("
                    + e.getClass().getSimpleName() + "): name a file in a folder that is there" + " and yours with -o");
        }
    }

    private static Optional<Set<PosixFilePermission>> permissions(Path file) throws IOException {
        boolean known = Files.exists(file)
                && file.getFileSystem().supportedFileAttributeViews().contains("posix");
        return known ? Optional.of(Files.getPosixFilePermissions(file)) : Optional.empty();
    }
}
