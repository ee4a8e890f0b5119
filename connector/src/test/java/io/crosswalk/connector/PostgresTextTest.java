package io.crosswalk.connector;

import io.crosswalk.postgres.DatabaseAddress;
import io.debezium.connector.postgresql.UnchangedToastedReplicationMessageColumn;
import io.debezium.data.SpecialValueDecimal;
import org.junit.jupiter.api.Test;
import org.postgresql.util.PGInterval;

import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Properties;

import static org.assertj.core.api.Assertions.assertThat;

class PostgresTextTest {

    private static PostgresText text() {
        PostgresText text = new PostgresText();
        Properties properties = new Properties();
        properties.setProperty(PostgresText.PLACEHOLDER, "random");
        text.configure(properties);
        return text;
    }

    @Test
    void valuesReadAsPostgresPrintsThem() {
        PostgresText text = text();
        assertThat(text.text(null)).isNull();
        assertThat(text.text("")).isEmpty();
        assertThat(text.text(true)).isEqualTo("t");
        assertThat(text.text(Long.MIN_VALUE)).isEqualTo("-9223372036854775808");
        assertThat(text.text(new SpecialValueDecimal(new BigDecimal("1E+3")))).isEqualTo("1000");
        assertThat(text.text(SpecialValueDecimal.NOT_A_NUMBER)).isEqualTo("NaN");
        assertThat(text.text(SpecialValueDecimal.NEGATIVE_INF)).isEqualTo("-Infinity");
        assertThat(text.text(Instant.parse("2024-02-29T12:34:56.780Z"))).isEqualTo("2024-02-29 12:34:56.78");
        assertThat(text.text(OffsetDateTime.parse("2024-02-29T01:00:00.000001+02:00")))
                .isEqualTo("2024-02-28 23:00:00.000001+00");
        assertThat(text.text(LocalDate.of(-43, 3, 15))).isEqualTo("0044-03-15 BC");
        assertThat(text.text(LocalDate.of(12345, 1, 2))).isEqualTo("12345-01-02");
        assertThat(text.text(LocalTime.of(1, 2, 3))).isEqualTo("01:02:03");
        assertThat(text.text(new byte[] {0, -1, 16})).isEqualTo("\\x00ff10");
    }

    @Test
    void floatingPointNumbersHaveTheFewestDigits() {
        assertThat(List.of(1e15, 1e14, 123456789012345d, 1e-4, 1e-5, -2.5, 2e-3, 1e23, Double.MIN_VALUE))
                .extracting(TextForm::of)
                .containsExactly(
                        "1e+15",
                        "100000000000000",
                        "123456789012345",
                        "0.0001",
                        "1e-05",
                        "-2.5",
                        "0.002",
                        "1e+23",
                        "5e-324");
        assertThat(List.of(1234567f, 123456f, 1e6f, 3.4028235e38f))
                .extracting(TextForm::of)
                .containsExactly("1.234567e+06", "123456", "1e+06", "3.4028235e+38");
    }

    @Test
    void intervalsShowTheSignsPostgresShows() throws SQLException {
        for (String interval : List.of(
                "00:00:00",
                "-1 days +02:03:00",
                "1 year -2 mons +3 days -04:05:06.7",
                "2 years 1 mon",
                "-00:00:00.000001")) {
            assertThat(TextForm.of(new PGInterval(interval))).isEqualTo(interval);
        }
    }

    @Test
    void whatIsNotCarriedIsThePlaceholderAndAnUnknownKindIsMarked() {
        assertThat(text().text(UnchangedToastedReplicationMessageColumn.UNCHANGED_UUID_TOAST_VALUE))
                .isEqualTo("random");
        assertThat(text().text(new Object())).isEqualTo("randomjava.lang.Object");
    }

    @Test
    void theHeartbeatQueryAndNamesFollowTheMigrationsName() {
        SourceSettings settings = SourceSettings.of(
                "demo", DatabaseAddress.parse("postgresql://u:secret@[::1]/d?sslmode=require", null, null), List.of());
        Properties properties = EngineSettings.of(settings, "random");
        assertThat(properties)
                .containsEntry("slot.name", "crosswalk_demo")
                .containsEntry("database.hostname", "[::1]")
                .containsEntry("database.sslmode", "require")
                .containsEntry("errors.max.retries", "0");
        assertThat(settings.toString()).doesNotContain("secret");
    }
}
