package io.crosswalk.transformer.secrets;

import org.junit.jupiter.api.Test;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

import static java.nio.charset.StandardCharsets.UTF_8;
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
            // Neither is in the alphabet of base64: what is looked for cannot come about by chance.
            assertThat(sealed).startsWith("tink:v1:").doesNotContain(".token", "🦷");
            assertThat(new TinkSealer(keyset).open(sealed, CONTEXT)).isEqualTo(secret);
        }
    }

    @Test
    void sealingTwiceGivesTwoCiphertextsAndOneFingerprint() {
        String first = sealer.seal("secret", CONTEXT);
        String second = sealer.seal("secret", CONTEXT);

        assertThat(first).isNotEqualTo(second);
        assertThat(fingerprint(first)).isEqualTo(fingerprint(second)).endsWith(":");
    }

    @Test
    void anotherSecretPlaceOrKeyHasAnotherFingerprint() {
        String known = fingerprint(sealer.seal("secret", CONTEXT));

        assertThat(fingerprint(sealer.seal("secrets", CONTEXT))).isNotEqualTo(known);
        assertThat(fingerprint(sealer.seal("secret", CONTEXT + "2"))).isNotEqualTo(known);
        assertThat(fingerprint(sealer.seal("2secret", CONTEXT.substring(0, CONTEXT.length() - 1))))
                .isNotEqualTo(fingerprint(sealer.seal("secret", CONTEXT)));
        assertThat(fingerprint(new TinkSealer(TinkSealer.newKeyset()).seal("secret", CONTEXT)))
                .isNotEqualTo(known);
    }

    @Test
    void aRotatedKeysetOpensOldTextsAndSealsWithItsNewKey() {
        String old = sealer.seal("secret", CONTEXT);
        Sealer rotated = new TinkSealer(TinkSealer.rotated(keyset));

        assertThat(rotated.open(old, CONTEXT)).isEqualTo("secret");
        assertRefused(() -> sealer.open(rotated.seal("hunter2", CONTEXT), CONTEXT));
    }

    /** What docs/secrets.md tells other languages to do. */
    @Test
    void anAes256GcmCipherAloneOpensIt() throws Exception {
        byte[] proto = Base64.getDecoder().decode(inKeyset("\"value\": *\"([^\"]+)\""));
        String sealed = sealer.seal("ya29.token 🦷", CONTEXT);
        byte[] bytes = Base64.getDecoder().decode(sealed.substring(sealed.lastIndexOf(':') + 1));

        assertThat(bytes[0]).isEqualTo((byte) 1);
        assertThat(ByteBuffer.wrap(bytes, 1, 4).getInt())
                .isEqualTo(Integer.parseUnsignedInt(inKeyset("\"keyId\": *(\\d+)")));
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(
                Cipher.DECRYPT_MODE,
                new SecretKeySpec(proto, proto.length - 32, 32, "AES"),
                new GCMParameterSpec(128, bytes, 5, 12));
        cipher.updateAAD(CONTEXT.getBytes(UTF_8));
        assertThat(new String(cipher.doFinal(bytes, 17, bytes.length - 17), UTF_8))
                .isEqualTo("ya29.token 🦷");
    }

    private String inKeyset(String pattern) {
        Matcher found = Pattern.compile(pattern).matcher(keyset);
        assertThat(found.find()).isTrue();
        return found.group(1);
    }

    private static String fingerprint(String sealed) {
        return sealed.substring(0, Sealer.FINGERPRINT_END);
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
