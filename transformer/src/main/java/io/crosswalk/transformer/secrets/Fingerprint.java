package io.crosswalk.transformer.secrets;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Tells whether two ciphertexts hold the same secret, to whoever has no key: HMAC-SHA-256 of context and secret. Without the key it can
 * neither be computed nor searched for; with the context in it, equal secrets of two rows look different. A keyset with another primary
 * key gives other fingerprints, so that rotation seals again whatever is written again.
 */
final class Fingerprint {

    private static final String ALGORITHM = "HmacSHA256";
    private static final byte[] PURPOSE = "crosswalk fingerprint v1".getBytes(UTF_8);

    private Fingerprint() {}

    /** A key of its own, derived from the one that seals (NIST SP 800-108: a PRF with a label). */
    static SecretKeySpec key(byte[] sealingKey) throws GeneralSecurityException {
        return new SecretKeySpec(mac(new SecretKeySpec(sealingKey, ALGORITHM)).doFinal(PURPOSE), ALGORITHM);
    }

    static byte[] of(SecretKeySpec key, byte[] context, byte[] secret) throws GeneralSecurityException {
        Mac mac = mac(key);
        // The length keeps context and secret apart.
        mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(context.length).array());
        mac.update(context);
        return mac.doFinal(secret);
    }

    private static Mac mac(SecretKeySpec key) throws GeneralSecurityException {
        Mac mac = Mac.getInstance(ALGORITHM);
        mac.init(key);
        return mac;
    }
}
