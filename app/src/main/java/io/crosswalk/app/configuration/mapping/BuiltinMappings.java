package io.crosswalk.app.configuration.mapping;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The mappings that come with Crosswalk. */
final class BuiltinMappings {

    static final List<String> NAMES = List.of("kamdental");

    private BuiltinMappings() {}

    static String text(String name) {
        try (InputStream stream =
                BuiltinMappings.class.getResourceAsStream("/io/crosswalk/mappings/" + name + ".yaml")) {
            if (stream == null) {
                throw new IllegalStateException("the bundled mapping " + name + " is missing from the jars");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
