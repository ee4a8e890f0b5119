package io.crosswalk.operations.plan.derivation.types;

import io.crosswalk.postgres.structure.TypeUse;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class DefaultsTest {

    private static final TypeUse TEXT = TypeUse.builtin("text");

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = ';',
            value = {
                "'open'::public.\"Status\";'open'",
                "'it''s'::text;'it''s'",
                "'{}'::text[];'{}'",
                "'{\"a\": 1}'::jsonb;'{\"a\": 1}'",
                "ARRAY[]::text[];'{}'",
                "false;false",
                "1.5;1.5",
                "'-1.5'::numeric;'-1.5'",
                "(-1);(-1)",
                "CURRENT_TIMESTAMP;now()",
                "CURRENT_TIMESTAMP(3);now()",
                "now();now()",
                "CURRENT_DATE;CURRENT_DATE",
                "gen_random_uuid();gen_random_uuid()",
                "nextval('public.numbers'::regclass);none",
                "public.cuid();none",
                "concat('a'::text, 'b'::text);none",
                "('a'::text || 'b'::text);none",
                "random();none"
            })
    void literalsAndTheCurrentTimeAreCarriedOver(String legacy, String expected) {
        assertThat(Defaults.carried(legacy, TEXT, false).orElse("none")).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = ';',
            value = {
                "'2020-01-01 00:00:00'::timestamp without time zone;('2020-01-01 00:00:00'::timestamp without time zone AT TIME ZONE 'UTC')",
                "CURRENT_TIMESTAMP;now()",
                "timezone('utc'::text, now());now()",
                "(now() AT TIME ZONE 'utc'::text);now()"
            })
    void aMomentWithoutZoneIsReadInUtc(String legacy, String expected) {
        TypeUse type = TypeUse.builtin("timestamp with time zone");
        assertThat(Defaults.carried(legacy, type, true).orElse("none")).isEqualTo(expected);
    }
}
