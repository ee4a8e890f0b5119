package io.crosswalk.transformer.secrets;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.AesGcmKey;
import com.google.crypto.tink.aead.PredefinedAeadParameters;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.spec.SecretKeySpec;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Seals with AES-256-GCM through Google Tink. A sealed text is {@code tink:v1:}, the fingerprint, a colon, and the base64 of Tink's
 * ciphertext, which names its key, so keysets rotate; the context is the additional data. Sealing twice gives two ciphertexts, as it
 * must with random nonces, and one fingerprint. docs/secrets.md shows how other languages open one.
 */
public final class TinkSealer implements Sealer {

    /** What every sealed text begins with. */
    public static final String PREFIX = "tink:v1:";

    private static final int FINGERPRINT_BYTES = 16;

    private final Aead aead;
    private final SecretKeySpec fingerprintKey;

    /**
     * A sealer with a keyset.
     *
     * @param keyset the JSON text of a Tink keyset in clear, as {@link #newKeyset} makes it
     * @throws IllegalArgumentException when it is none; the message does not repeat it
     */
    public TinkSealer(String keyset) {
        try {
            AeadConfig.register();
            KeysetHandle handle = TinkJsonProtoKeysetFormat.parseKeyset(keyset, InsecureSecretKeyAccess.get());
            this.aead = handle.getPrimitive(RegistryConfiguration.get(), Aead.class);
            this.fingerprintKey = Fingerprint.key(primary(handle));
        } catch (GeneralSecurityException | RuntimeException e) {
            // Without the cause: it may quote the text, and the text is a key.
            throw new IllegalArgumentException("the keyset is not the JSON text of a Tink keyset for AES-GCM");
        }
    }

    @AccessesPartialKey
    private static byte[] primary(KeysetHandle handle) throws GeneralSecurityException {
        if (handle.getPrimary().getKey() instanceof AesGcmKey key) {
            return key.getKeyBytes().toByteArray(InsecureSecretKeyAccess.get());
        }
        throw new GeneralSecurityException("the primary key is for another algorithm");
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

    /**
     * A keyset that seals with a new key, and opens what the keys of another one sealed.
     *
     * @throws IllegalArgumentException when the text is no keyset; the message does not repeat it
     */
    public static String rotated(String keyset) {
        try {
            AeadConfig.register();
            KeysetHandle old = TinkJsonProtoKeysetFormat.parseKeyset(keyset, InsecureSecretKeyAccess.get());
            KeysetHandle rotated = KeysetHandle.newBuilder(old)
                    .addEntry(KeysetHandle.generateEntryFromParameters(PredefinedAeadParameters.AES256_GCM)
                            .withRandomId()
                            .makePrimary())
                    .build();
            return TinkJsonProtoKeysetFormat.serializeKeyset(rotated, InsecureSecretKeyAccess.get());
        } catch (GeneralSecurityException | RuntimeException e) {
            // Without the cause: it may quote the text, and the text is a key.
            throw new IllegalArgumentException("not the JSON text of a Tink keyset");
        }
    }

    @Override
    public String seal(String plaintext, String context) {
        try {
            byte[] secret = plaintext.getBytes(UTF_8);
            byte[] place = context.getBytes(UTF_8);
            byte[] fingerprint = Arrays.copyOf(Fingerprint.of(fingerprintKey, place, secret), FINGERPRINT_BYTES);
            return PREFIX
                    + Base64.getUrlEncoder().withoutPadding().encodeToString(fingerprint)
                    + ':'
                    + Base64.getEncoder().encodeToString(aead.encrypt(secret, place));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a secret could not be sealed for " + context, e);
        }
    }

    @Override
    public String open(String sealed, String context) {
        if (!sealed.startsWith(PREFIX)) {
            throw new IllegalArgumentException("not a sealed text: it does not start with " + PREFIX);
        }
        try {
            byte[] bytes = Base64.getDecoder().decode(sealed.substring(sealed.lastIndexOf(':') + 1));
            return new String(aead.decrypt(bytes, context.getBytes(UTF_8)), UTF_8);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            // Without the cause: it may quote what it could not read.
            throw new IllegalArgumentException("not sealed with this keyset for " + context);
        }
    }
}
