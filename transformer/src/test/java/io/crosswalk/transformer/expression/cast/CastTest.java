package io.crosswalk.transformer.expression.cast;

import io.crosswalk.pipeline.row.Columns;
import io.crosswalk.pipeline.row.Refusal;
import io.crosswalk.pipeline.row.Row;
import io.crosswalk.transformer.expression.Column;
import io.crosswalk.transformer.expression.TestBinding;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.ZoneId;

import static org.assertj.core.api.Assertions.assertThat;

class CastTest {

    @ParameterizedTest
    @CsvSource({
        "t,true",
        "TRUE,true",
        "' yes ',true",
        "on,true",
        "1,true",
        "tr,true",
        "f,false",
        "No,false",
        "off,false",
        "of,false",
        "0,false",
        "o,",
        "'',",
        "2,",
        "truee,",
        "01,",
        "null,",
    })
    void booleansAreReadAsPostgresReadsThem(String text, @Nullable String expected) {
        assertThat(new ToBoolean().convert(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "5,5",
        "' -007 ',-7",
        "+0,0",
        "-0,0",
        "12.00,12",
        "12.,12",
        "9223372036854775807,9223372036854775807",
        "-9223372036854775808,-9223372036854775808",
        "9223372036854775808,",
        "12.5,",
        "1e3,",
        "'',",
        "-,",
        "٣,",
        "0x1f,",
    })
    void integersKeepTheirValueOrAreNone(String text, @Nullable String expected) {
        assertThat(new ToInteger().convert(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "2024-01-31,2024-01-31",
        "2024-01-31 23:59:59.999,2024-01-31",
        "2024-01-31T23:00:00+02:00,2024-01-31",
        "infinity,infinity",
        "-infinity,-infinity",
        "0044-03-15 10:00:00 BC,0044-03-15 BC",
        "12024-01-31,12024-01-31",
        "0001-02-29 BC,0001-02-29 BC",
        "2023-02-29,",
        "2024-1-31,",
        "0000-01-01,",
        "soon,",
    })
    void datesAreTakenAsTheyAreWritten(String text, @Nullable String expected) {
        assertThat(new ToDate().convert(text)).isEqualTo(expected);
    }

    // What PostgreSQL 17 answers to SELECT '...'::timestamp AT TIME ZONE 'Europe/Berlin', in UTC.
    @ParameterizedTest
    @CsvSource({
        "2024-07-01 12:00:00,2024-07-01 10:00:00+00",
        "2024-01-01 00:30:00.120,2023-12-31 23:30:00.12+00",
        "2024-03-31 02:30:00,2024-03-31 01:30:00+00",
        "2024-10-27 02:30:00,2024-10-27 01:30:00+00",
        "0001-01-01 00:00:00,0001-12-31 23:06:32+00 BC",
        "1800-01-01 00:00:00,1799-12-31 23:06:32+00",
        "infinity,infinity",
        "-infinity,-infinity",
        "2024-07-01 12:00:00+05:30,2024-07-01 06:30:00+00",
        "2024-07-01T12:00:00.000Z,2024-07-01 12:00:00+00",
        "2024-07-01,2024-06-30 22:00:00+00",
        "2024-07-01 25:00:00,",
    })
    void localTimesAreReadInTheirZone(String text, @Nullable String expected) {
        assertThat(new ToTimestamptz(ZoneId.of("Europe/Berlin")).convert(text)).isEqualTo(expected);
    }

    @Test
    void whatIsNoneOfTheTypeRefusesTheRowWithoutShowingIt() {
        Row row = Row.of(Columns.of("a", "b", "c"), "secret", null, Row.ABSENT);
        TestBinding binding = new TestBinding();
        assertThat(new Cast(new Column("a"), new ToDate()).evaluate(row, binding))
                .isEqualTo(new Refusal("what is in a is no date"));
        assertThat(new Cast(new Column("b"), new ToDate()).evaluate(row, binding))
                .isNull();
        assertThat(new Cast(new Column("c"), new ToDate()).evaluate(row, binding))
                .isSameAs(Row.ABSENT);
    }
}
