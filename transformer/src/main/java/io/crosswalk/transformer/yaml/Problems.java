package io.crosswalk.transformer.yaml;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Collects what is wrong with one file, so that its author sees everything in one go. Belongs to one thread. */
public final class Problems {

    private static final List<String> SECRET_WORDS = List.of("password", "passwd", "secret", "token", "keyset");
    private static final int MOST_SHOWN = 60;

    private final String file;
    private final List<Problem> found = new ArrayList<>();

    /**
     * No problems yet.
     *
     * @param file what to call the file in messages
     */
    public Problems(String file) {
        this.file = Objects.requireNonNull(file, "file");
    }

    public void add(String path, String message) {
        add(path, message, null);
    }

    public void add(String path, String message, @Nullable String suggestion) {
        found.add(new Problem(path, message, suggestion));
    }

    public boolean isEmpty() {
        return found.isEmpty();
    }

    /** What was found so far, in the order in which it was found. */
    public List<Problem> all() {
        return List.copyOf(found);
    }

    /**
     * Ends the reading when anything was found.
     *
     * @throws InvalidFileException with every problem
     */
    public void throwIfAny() {
        if (!found.isEmpty()) {
            throw new InvalidFileException(file, found);
        }
    }

    /** A value of the file as a message may show it: not at all when a key above it names a secret. */
    static String shown(String path, String value) {
        String names = path.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
        if (SECRET_WORDS.stream().anyMatch(names::contains)) {
            return "another value";
        }
        return '"' + (value.length() <= MOST_SHOWN ? value : value.substring(0, MOST_SHOWN) + "...") + '"';
    }
}
