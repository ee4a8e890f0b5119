package io.crosswalk.testbed.server;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.UUID;

/**
 * The unpacked programs of one PostgreSQL version. The archive (a .txz on the class path) is unpacked once into the
 * cache, under a name that holds its digest, and moved into place whole: a process that dies while unpacking leaves no
 * half-filled folder behind that later starts would trust.
 */
record PostgresBinaries(Path folder) {

    /** Unpacks the archive for this machine unless the cache has it. */
    static PostgresBinaries of(int majorVersion, Path cache) throws IOException {
        byte[] archive = archive(majorVersion);
        Path folder = cache.resolve("postgres-" + majorVersion + "-" + digest(archive));
        if (Files.isDirectory(folder)) {
            return new PostgresBinaries(folder);
        }
        Files.createDirectories(cache);
        Path unfinished = cache.resolve("unpacking-" + UUID.randomUUID());
        try {
            unpack(archive, unfinished);
            Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException | java.nio.file.DirectoryNotEmptyException e) {
            // Another process unpacked the same archive in the meantime: its folder is as good as ours.
            Folders.delete(unfinished);
        } catch (IOException e) {
            Folders.delete(unfinished);
            throw e;
        }
        return new PostgresBinaries(folder);
    }

    /** True where the class path has binaries of that version for this machine. */
    static boolean exist(int majorVersion) {
        return PostgresBinaries.class.getResource(resource(majorVersion)) != null;
    }

    Path program(String name) {
        return folder.resolve("bin").resolve(name);
    }

    private static byte[] archive(int majorVersion) throws IOException {
        String resource = resource(majorVersion);
        try (InputStream in = PostgresBinaries.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IOException("no PostgreSQL " + majorVersion + " binaries for this machine: " + resource
                        + " is not on the class path");
            }
            return in.readAllBytes();
        }
    }

    private static String resource(int majorVersion) {
        String folder = majorVersion == EmbeddedSettings.DEFAULT_VERSION ? "" : "/postgres-" + majorVersion;
        boolean mac = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac");
        String architecture = System.getProperty("os.arch");
        String machine = switch (architecture) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64", "arm64" -> "arm_64";
            default -> architecture;
        };
        return folder + "/postgres-" + (mac ? "darwin" : "linux") + "-" + machine + ".txz";
    }

    private static String digest(byte[] archive) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(archive);
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static void unpack(byte[] archive, Path target) throws IOException {
        Files.createDirectories(target);
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new XZInputStream(new ByteArrayInputStream(archive)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                unpack(entry, tar, target);
            }
        }
    }

    private static void unpack(TarArchiveEntry entry, InputStream content, Path target) throws IOException {
        Path file = target.resolve(entry.getName()).normalize();
        if (!file.startsWith(target)) {
            throw new IOException("the archive names a file outside itself: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(file);
            return;
        }
        Files.createDirectories(file.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
        } else if (entry.isLink()) {
            Files.createLink(file, target.resolve(entry.getLinkName()).normalize());
        } else {
            Files.copy(content, file);
            // initdb checks that it may execute "postgres"; the libraries need it on macOS.
            if ((entry.getMode() & 0100) != 0 && !file.toFile().setExecutable(true)) {
                throw new IOException("cannot make executable: " + file);
            }
        }
    }
}
