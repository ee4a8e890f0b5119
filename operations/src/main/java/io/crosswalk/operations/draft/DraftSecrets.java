package io.crosswalk.operations.draft;

import io.crosswalk.operations.draft.text.ConfigurationText.Secret;
import io.crosswalk.transformer.secrets.TinkSealer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Where a draft has its secrets: beside the file that is written, or in the environment when it is only printed.
 *
 * @param folder the folder of the file; empty when nothing is written
 */
record DraftSecrets(Optional<Path> folder, Secret namespace, Optional<Secret> keyset) {

    static DraftSecrets of(Optional<Path> output, boolean needsKeyset) {
        if (output.isEmpty()) {
            return new DraftSecrets(
                    Optional.empty(),
                    new Secret("namespace_env", "CROSSWALK_NAMESPACE"),
                    needsKeyset ? Optional.of(new Secret("keyset_env", "CROSSWALK_KEYSET")) : Optional.empty());
        }
        String name = output.get().getFileName().toString().replaceFirst("\\.ya?ml$", "");
        return new DraftSecrets(
                Optional.of(DraftFile.folder(output.get())),
                new Secret("namespace_file", name + ".namespace"),
                needsKeyset ? Optional.of(new Secret("keyset_file", name + ".keyset.json")) : Optional.empty());
    }

    /**
     * Makes the secrets that are not there yet. One that is there is never replaced: the new ids of rows depend on it.
     *
     * @return what was done, a sentence each
     */
    List<String> make() throws IOException {
        List<String> done = new ArrayList<>();
        if (folder.isEmpty()) {
            done.add("before the start: export " + namespace.place()
                    + "=\"$(crosswalk config namespace)\", and keep it");
            keyset.ifPresent(secret -> done.add(
                    "before the start: export " + secret.place() + "=\"$(crosswalk config keyset)\", and keep it"));
            return done;
        }
        done.add(make(namespace, () -> UUID.randomUUID().toString()));
        if (keyset.isPresent()) {
            done.add(make(keyset.get(), TinkSealer::newKeyset));
        }
        return done;
    }

    private String make(Secret secret, Supplier<String> value) throws IOException {
        Path file = folder.orElseThrow().resolve(secret.place());
        if (Files.exists(file)) {
            return file + " is there already and is used";
        }
        DraftFile.createSecret(file, value.get() + "\n");
        return file + " holds a fresh secret of this migration: keep it, and keep it out of version control";
    }
}
