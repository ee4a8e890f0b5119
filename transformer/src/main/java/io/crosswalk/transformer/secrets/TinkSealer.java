package io.crosswalk.transformer.secrets;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;

import java.security.GeneralSecurityException;
import java.util.Base64;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Seals with AES-256-GCM through Google Tink: {@code tink:v1:} and the base64 of Tink's ciphertext, which names its key, so keysets
 * rotate; the context is the additional data. Sealing twice gives two texts, as it must with random nonces.
 */
public final class TinkSealer implements Sealer {

    private static final String PREFIX = "tink:v1:";

    private final Aead aead;

    /**
     * A sealer with a keyset.
     *
     * @param keyset the JSON text of a Tink keyset in clear, as {@link #newKeyset} makes it
     * @throws IllegalArgumentException when it is none; the message does not repeat it
     */
    public TinkSealer(String keyset) {
        this.aead = aead(keyset);
    }

    /** A keyset with one new key, as JSON text. It is a secret. */
    public static String newKeyset() {
        try {
            AeadConfig.register();
            return TinkJsonProtoKeysetFormat.serializeKeyset(
                    KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM), InsecureSecretKeyAccess.get());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java platform cannot make AES-256-GCM keys", e);
        }
    }

    @Override
    public String seal(String plaintext, String context) {
        try {
            byte[] sealed = aead.encrypt(plaintext.getBytes(UTF_8), context.getBytes(UTF_8));
            return PREFIX + Base64.getEncoder().encodeToString(sealed);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a secret could not be sealed for " + context, e);
        }
    }

    @Override
    public String open(String sealed, String context) {
        if (sealed.startsWith(PREFIX)) {
            try {
                byte[] bytes = Base64.getDecoder().decode(sealed.substring(PREFIX.length()));
                return new String(aead.decrypt(bytes, context.getBytes(UTF_8)), UTF_8);
            } catch (GeneralSecurityException | IllegalArgumentException e) {
                // Without the cause: it may quote what it could not read.
                throw new IllegalArgumentException("not sealed with this keyset for " + context);
            }
        }
        throw new IllegalArgumentException("not a sealed text: it does not start with " + PREFIX);
    }

    private static Aead aead(String keyset) {
        try {
            AeadConfig.register();
            return TinkJsonProtoKeysetFormat.parseKeyset(keyset, InsecureSecretKeyAccess.get())
                    .getPrimitive(RegistryConfiguration.get(), Aead.class);
        } catch (GeneralSecurityException | RuntimeException e) {
            // Without the cause: it may quote the text, and the text is a key.
            throw new IllegalArgumentException("the keyset is not the JSON text of a Tink keyset for AEAD");
        }
    }
}
