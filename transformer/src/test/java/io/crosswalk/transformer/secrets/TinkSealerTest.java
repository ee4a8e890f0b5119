package io.crosswalk.transformer.secrets;

import org.junit.jupiter.api.Test;

import java.io.PrintWriter;
import java.io.StringWriter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

class TinkSealerTest {

    private static final String CONTEXT = "public.google_credentials/encrypted_token/1";

    private final String keyset = TinkSealer.newKeyset();
    private final Sealer sealer = new TinkSealer(keyset);

    @Test
    void whatWasSealedOpensInItsPlace() {
        for (String secret : new String[] {"", "ya29.token", "🦷".repeat(10_000)}) {
            String sealed = sealer.seal(secret, CONTEXT);
            assertThat(sealed).startsWith("tink:v1:").doesNotContain("ya29");
            assertThat(new TinkSealer(keyset).open(sealed, CONTEXT)).isEqualTo(secret);
        }
    }

    @Test
    void sealingTwiceGivesTwoTexts() {
        assertThat(sealer.seal("secret", CONTEXT)).isNotEqualTo(sealer.seal("secret", CONTEXT));
    }

    @Test
    void nothingElseOpensIt() {
        String sealed = sealer.seal("hunter2", CONTEXT);
        assertRefused(() -> sealer.open(sealed, "public.google_credentials/encrypted_token/2"));
        assertRefused(() -> new TinkSealer(TinkSealer.newKeyset()).open(sealed, CONTEXT));
        assertRefused(() -> sealer.open(sealed.substring(0, sealed.length() - 8), CONTEXT));
        assertRefused(() -> sealer.open("tink:v1:hunter2!", CONTEXT));
        assertRefused(() -> sealer.open("hunter2", CONTEXT));
    }

    @Test
    void aBrokenKeysetIsNotRepeatedInTheMessage() {
        String key = keyset.replaceAll(".*\"value\": *\"([^\"]+)\".*", "$1");
        for (String broken :
                new String[] {"", "hunter2", "{\"hunter2\": 1}", keyset.substring(5), keyset.replace("AesGcm", "Other")
                }) {
            Throwable thrown = catchThrowable(() -> new TinkSealer(broken));
            assertThat(thrown).isInstanceOf(IllegalArgumentException.class);
            assertThat(trace(thrown)).doesNotContain("hunter2").doesNotContain(key);
        }
    }

    private static void assertRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        Throwable thrown = catchThrowable(call);
        assertThat(thrown).isInstanceOf(IllegalArgumentException.class);
        assertThat(trace(thrown)).doesNotContain("hunter2");
    }

    private static String trace(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
