package io.crosswalk.app.migration.preparation;

import io.crosswalk.pipeline.SinkException;
import io.crosswalk.transformer.secrets.TinkSealer;
import org.junit.jupiter.api.Test;

import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class KeysetCipherTest {

    private static final String CONTEXT = "crosswalk.quarantine/public.boards/b";

    private final KeysetCipher without = new KeysetCipher(Optional.empty());
    private final KeysetCipher first = cipher();
    private final KeysetCipher second = cipher();

    private static KeysetCipher cipher() {
        return new KeysetCipher(Optional.of(new TinkSealer(TinkSealer.newKeyset())));
    }

    @Test
    void whatIsSealedIsOpened() {
        String sealed = first.seal("{}", CONTEXT);
        assertThat(sealed).doesNotContain("{}");
        assertThat(first.open(sealed, CONTEXT)).isEqualTo("{}");
    }

    @Test
    void whatWasKeptBeforeThereWasAKeysetIsReadAsItIs() {
        assertThat(first.open(without.seal("{}", CONTEXT), CONTEXT)).isEqualTo("{}");
        assertThat(without.open("{}", CONTEXT)).isEqualTo("{}");
    }

    @Test
    void anotherKeysetIsNamedAsTheReasonAndTheWayOut() {
        String sealed = first.seal("{}", CONTEXT);
        for (KeysetCipher other : new KeysetCipher[] {second, without}) {
            assertThatThrownBy(() -> other.open(sealed, CONTEXT))
                    .isInstanceOfSatisfying(
                            SinkException.class,
                            e -> assertThat(e.isTransient()).isFalse())
                    .hasMessageContaining(CONTEXT)
                    .hasMessageContaining("secrets.keyset_file")
                    .hasMessageNotContaining(sealed);
        }
    }
}
