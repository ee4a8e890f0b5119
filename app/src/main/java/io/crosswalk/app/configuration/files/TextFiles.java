package io.crosswalk.app.configuration.files;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads the files that a configuration names; a failure is told in words that an author of the file understands. */
public final class TextFiles {

    /** Far above any mapping, far below the heap. */
    private static final long LARGEST = 8L << 20;

    private TextFiles() {}

    /** A file that cannot be read; the message is the reason alone, without the path. */
    public static final class UnreadableException extends Exception {

        private static final long serialVersionUID = 1L;

        UnreadableException(String reason) {
            super(reason);
        }
    }

    /** The whole file, which is UTF-8. */
    public static String read(Path file) throws UnreadableException {
        try {
            if (Files.isDirectory(file)) {
                throw new UnreadableException("is a folder");
            }
            // A pipe (a shell's process substitution) has no size; it is read as it comes.
            if (Files.isRegularFile(file) && Files.size(file) > LARGEST) {
                throw new UnreadableException("is larger than " + (LARGEST >> 20) + " MiB");
            }
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new UnreadableException("does not exist");
        } catch (AccessDeniedException e) {
            throw new UnreadableException("may not be read by this user");
        } catch (CharacterCodingException e) {
            throw new UnreadableException("is not UTF-8 text");
        } catch (IOException e) {
            throw new UnreadableException("cannot be read: " + e.getClass().getSimpleName());
        }
    }
}
