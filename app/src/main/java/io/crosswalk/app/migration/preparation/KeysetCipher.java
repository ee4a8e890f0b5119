package io.crosswalk.app.migration.preparation;

import io.crosswalk.pipeline.SinkException;
import io.crosswalk.sink.quarantine.PayloadCipher;
import io.crosswalk.transformer.secrets.Sealer;
import io.crosswalk.transformer.secrets.TinkSealer;
import org.jspecify.annotations.Nullable;

import java.util.Optional;

/**
 * Seals what the quarantine keeps, where there is a keyset; a mapping that names accounts demands one. What was kept before there was one
 * is read as it is.
 */
final class KeysetCipher implements PayloadCipher {

    private final Optional<Sealer> sealer;

    KeysetCipher(Optional<Sealer> sealer) {
        this.sealer = sealer;
    }

    @Override
    public String seal(String plaintext, String context) {
        return sealer.isEmpty() ? plaintext : sealer.get().seal(plaintext, context);
    }

    /** @throws SinkException lasting, when it was sealed with another keyset */
    @Override
    public String open(String sealed, String context) {
        if (!sealed.startsWith(TinkSealer.PREFIX)) {
            return sealed;
        }
        if (sealer.isEmpty()) {
            throw otherKeyset(context, "and the configuration names none", null);
        }
        try {
            return sealer.get().open(sealed, context);
        } catch (IllegalArgumentException e) {
            throw otherKeyset(context, "and not with the one that the configuration names", e);
        }
    }

    private static SinkException otherKeyset(String context, String how, @Nullable IllegalArgumentException cause) {
        return SinkException.lasting(
                context + " was sealed with a keyset, " + how
                        + ". Give back the keyset with which the migration began (secrets.keyset_file or"
                        + " secrets.keyset_env); a new key comes in by config keyset --rotate, which keeps the old ones",
                cause);
    }
}
