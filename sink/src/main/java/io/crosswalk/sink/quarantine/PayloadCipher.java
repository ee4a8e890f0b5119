package io.crosswalk.sink.quarantine;

/** Protects what the quarantine keeps: whole rows, which may hold a password's hash. Safe for any number of threads. */
public interface PayloadCipher {

    /** Keeps texts as they are, for migrations without a keyset. */
    PayloadCipher NONE = new PayloadCipher() {
        @Override
        public String seal(String plaintext, String context) {
            return plaintext;
        }

        @Override
        public String open(String sealed, String context) {
            return sealed;
        }
    };

    /**
     * @param context binds the result to its place: target table and key
     */
    String seal(String plaintext, String context);

    /** The reverse, with the same context. */
    String open(String sealed, String context);
}
