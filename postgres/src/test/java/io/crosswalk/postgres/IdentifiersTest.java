package io.crosswalk.postgres;

import io.crosswalk.pipeline.row.TableId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class IdentifiersTest {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "id, \"id\"",
                "MetricValue, \"MetricValue\"",
                "select, \"select\"",
                "a b.c, \"a b.c\"",
                "a\"b, \"a\"\"b\"",
                "\", \"\"\"\"",
                "x\"; DROP TABLE y; --, \"x\"\"; DROP TABLE y; --\"",
                "a'b\\c, \"a'b\\c\"",
                "zähne🦷, \"zähne🦷\""
            })
    void aNameStaysOneNameWhateverItHolds(String name, String quoted) {
        assertThat(Identifiers.quote(name)).isEqualTo(quoted);
    }

    @Test
    void quotesSchemaAndTableApart() {
        assertThat(Identifiers.quote(new TableId("my.schema", "ta\"ble"))).isEqualTo("\"my.schema\".\"ta\"\"ble\"");
    }

    @Test
    void joinsNamesByCommas() {
        assertThat(Identifiers.quoteAll(List.of("id", "clinicId"))).isEqualTo("\"id\", \"clinicId\"");
        assertThat(Identifiers.quoteAll(List.of())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "plain, 'plain'",
                "it's, 'it''s'",
                "', ''''",
                "a\\b, E'a\\\\b'",
                "\\', E'\\\\'''",
                "a\"b, 'a\"b'",
            })
    void aLiteralStaysOneLiteralWhateverItHolds(String text, String literal) {
        assertThat(Identifiers.literal(text)).isEqualTo(literal);
    }

    @Test
    void anEmptyTextIsALiteralToo() {
        assertThat(Identifiers.literal("")).isEqualTo("''");
    }

    @Test
    void refusesTheZeroByte() {
        assertThatIllegalArgumentException().isThrownBy(() -> Identifiers.quote("a\0b"));
        assertThatIllegalArgumentException().isThrownBy(() -> Identifiers.literal("a\0b"));
    }
}
