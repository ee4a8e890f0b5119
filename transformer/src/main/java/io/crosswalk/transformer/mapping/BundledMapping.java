package io.crosswalk.transformer.mapping;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

import static java.nio.charset.StandardCharsets.UTF_8;

/** The mappings that come with Crosswalk, as the text of their files. */
public final class BundledMapping {

    /** What they are called. */
    public static final List<String> NAMES = List.of("kamdental");

    private static final String FOLDER = "/io/crosswalk/mappings/";

    private BundledMapping() {}

    /** The text of a bundled mapping; empty when there is none of this name. */
    public static Optional<String> text(String name) {
        if (!NAMES.contains(name)) {
            return Optional.empty();
        }
        try (InputStream stream = BundledMapping.class.getResourceAsStream(FOLDER + name + ".yaml")) {
            if (stream == null) {
                throw new IllegalStateException("the bundled mapping " + name + " is missing in this build");
            }
            return Optional.of(new String(stream.readAllBytes(), UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
