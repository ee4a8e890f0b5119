package io.crosswalk.app.migration;

import io.crosswalk.testbed.server.Database;
import io.crosswalk.transformer.secrets.TinkSealer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder with all that a migrator process reads: its configuration, the passwords and a keyset. */
record MigratorFolder(Path path) {

    private static final String NAMESPACE = "8d3c0f58-6a51-4a39-b5d3-0a1a3a9b7c55";

    /**
     * Writes the files.
     *
     * @param rest what follows in the configuration: the mapping, and whatever the test wants otherwise
     * @return the configuration's path
     */
    Path write(Database legacy, Database target, String rest) throws IOException {
        secret("legacy", legacy.password());
        secret("target", target.password());
        secret("keyset", TinkSealer.newKeyset());
        return Files.writeString(
                path.resolve("crosswalk.yaml"), """
                name: killed
                source: {url: "%s", password_file: legacy}
                target: {url: "%s", password_file: target}
                keys: {namespace: %s}
                secrets: {keyset_file: keyset}
                http: {port: 0}
                %s""".formatted(legacy.libpqUrl(), target.libpqUrl(), NAMESPACE, rest));
    }

    /** A file that nobody else may read. */
    void secret(String name, String text) throws IOException {
        Path file = path.resolve(name);
        Files.writeString(file, text);
        if (!file.toFile().setReadable(false, false) || !file.toFile().setReadable(true, true)) {
            throw new IOException("cannot protect " + file);
        }
    }
}
