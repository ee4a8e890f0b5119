package io.crosswalk.app.configuration;

import io.crosswalk.transformer.secrets.TinkSealer;
import io.crosswalk.transformer.yaml.InvalidFileException;
import io.crosswalk.transformer.yaml.Problem;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** A folder with a configuration, its mapping and its secrets. */
final class ConfigurationBench {

    static final String SECRET = "hunter2%/@!";
    static final String NAMESPACE = "0b9f3f0e-5a0d-4a55-9a2e-6f1b1c1f7c11";
    static final String MINIMAL = """
            name: small
            source: { url: "postgresql://reader@127.0.0.1/old" }
            target: { url: "postgresql://writer@127.0.0.1/new" }
            mapping: mapping.yaml
            keys: { namespace_env: CROSSWALK_NAMESPACE }
            """;

    private final Path folder;
    private final Map<String, String> environment = new HashMap<>();

    ConfigurationBench(Path folder) throws IOException {
        this.folder = folder;
        environment.put("CROSSWALK_NAMESPACE", NAMESPACE);
        environment.put("CROSSWALK_KEYSET", TinkSealer.newKeyset());
        environment.put("LEGACY_PASSWORD", SECRET);
        environment.put("TARGET_PASSWORD", "other" + SECRET);
        write("mapping.yaml", """
                mapping: 1
                tables:
                  Goal:
                    targets:
                      - table: goals
                        columns: { id: { id: id } }
                """);
    }

    /** What the variables are; may be changed. */
    Map<String, String> environment() {
        return environment;
    }

    Configuration read(String text) throws IOException {
        return Configuration.read(write("crosswalk.yaml", text), environment);
    }

    List<Problem> problems(String text) throws IOException {
        Path file = write("crosswalk.yaml", text);
        InvalidFileException failure =
                catchThrowableOfType(InvalidFileException.class, () -> Configuration.read(file, environment));
        assertThat(failure).as("the problems of %s", text).isNotNull();
        assertThat(failure.getMessage()).doesNotContain(SECRET);
        return failure.problems();
    }

    Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
