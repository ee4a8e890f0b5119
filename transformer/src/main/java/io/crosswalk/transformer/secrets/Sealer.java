package io.crosswalk.transformer.secrets;

/** Turns secrets into ciphertext and back. Safe from any thread. No exception of it carries a plaintext or a key. */
public interface Sealer {

    /**
     * So many leading characters of a sealed text are equal exactly when secret, context and key are: they tell that a secret did not
     * change, and nothing else.
     */
    int FINGERPRINT_END = 31;

    /**
     * The ciphertext of a secret.
     *
     * @param context where the secret lives: {@code schema.table/column/key}; the ciphertext opens in no other place
     */
    String seal(String plaintext, String context);

    /**
     * The secret.
     *
     * @param context the one it was sealed with
     * @throws IllegalArgumentException when the text was not sealed with this keyset for this context
     */
    String open(String sealed, String context);
}
