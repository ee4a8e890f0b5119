package io.crosswalk.app.configuration;

import io.crosswalk.transformer.yaml.InvalidFileException;
import io.crosswalk.transformer.yaml.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** A mapping that is written in the configuration itself, as crosswalk draft does. */
class InlineMappingTest {

    private static final String INLINE = """
                name: kamdental
                source: { url: "postgresql://r@127.0.0.1/old" }
                target: { url: "postgresql://w@127.0.0.1/new" }
                keys: { namespace: 6ba7b810-9dad-11d1-80b4-00c04fd430c8 }
                mapping:
                  mapping: 1
                  tables:
                    Clinic: { targets: [{ table: clinics, columns: { id: { id: id } } }] }
                """;

    @TempDir
    Path folder;

    @Test
    void theMappingMayBeWrittenInTheConfiguration() throws IOException {
        Configuration configuration = read(INLINE);

        assertThat(configuration.mapping().origin()).isEqualTo("this file");
        assertThat(configuration.mapping().mapping().tables()).hasSize(1);
    }

    @Test
    void theDigestOfAnInlineMappingIsOfWhatItSaysAndNotOfItsLayout() throws IOException {
        String digest = read(INLINE).mapping().digest();

        assertThat(read(INLINE.replace("tables:", "tables: # all of them").replace("name: kamdental", "name: other"))
                        .mapping()
                        .digest())
                .isEqualTo(digest);
        assertThat(read(INLINE.replace("clinics", "practices")).mapping().digest())
                .isNotEqualTo(digest);
    }

    @Test
    void problemsOfAnInlineMappingHaveTheirPathInTheConfiguration() throws IOException {
        assertThat(problems(INLINE.replace("columns:", "colums:")))
                .extracting(Problem::path)
                .contains("mapping.tables.Clinic.targets[0].colums", "mapping.tables.Clinic.targets[0].columns");
    }

    private Configuration read(String yaml) throws IOException {
        return Configuration.read(Files.writeString(folder.resolve("crosswalk.yaml"), yaml), Map.of());
    }

    private List<Problem> problems(String yaml) {
        return catchThrowableOfType(InvalidFileException.class, () -> read(yaml))
                .problems();
    }
}
