package io.crosswalk.app.configuration;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The commented crosswalk.yaml that {@code crosswalk config example} prints. */
public final class ExampleText {

    private ExampleText() {}

    public static String read() {
        try (InputStream stream = ExampleText.class.getResourceAsStream("example.yaml")) {
            if (stream == null) {
                throw new IllegalStateException("the example is missing from the jar");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
