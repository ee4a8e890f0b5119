package io.crosswalk.connector;

import io.debezium.connector.postgresql.PostgresValueConverter;
import io.debezium.connector.postgresql.UnchangedToastedReplicationMessageColumn;
import io.debezium.data.SpecialValueDecimal;
import io.debezium.spi.converter.CustomConverter;
import io.debezium.spi.converter.RelationalColumn;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.jspecify.annotations.Nullable;
import org.postgresql.jdbc.PgArray;
import org.postgresql.util.PGInterval;
import org.postgresql.util.PGobject;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.util.Properties;

/**
 * Debezium's hook that makes every column PostgreSQL text, so that no time, decimal or binary mode of Debezium's can lose anything.
 * Public only because Debezium creates it by name. A {@code timetz} loses its offset: Debezium decodes it to UTC before.
 */
public final class PostgresText implements CustomConverter<SchemaBuilder, RelationalColumn> {

    /** The property that holds the text which stands for a value that the WAL does not carry. */
    static final String PLACEHOLDER = "placeholder";

    private String placeholder = "";

    /** For Debezium. */
    public PostgresText() {}

    @Override
    public void configure(Properties properties) {
        placeholder = properties.getProperty(PLACEHOLDER, "");
        if (placeholder.isEmpty()) {
            throw new IllegalArgumentException("no " + PLACEHOLDER);
        }
    }

    @Override
    public void converterFor(RelationalColumn column, ConverterRegistration<SchemaBuilder> registration) {
        registration.register(SchemaBuilder.string().optional(), this::text);
    }

    /**
     * The text of what Debezium decoded. It never throws, because Debezium also converts the columns' default values with it: a kind of
     * value that is not known becomes the placeholder and its class, which the reader refuses.
     */
    @Nullable
    String text(@Nullable Object value) {
        if (value == null || value instanceof String) {
            return (String) value;
        }
        if (UnchangedToastedReplicationMessageColumn.isUnchangedToastedValue(value)) {
            return placeholder;
        }
        if (value instanceof Boolean truth) {
            return truth ? "t" : "f";
        }
        if (value instanceof Number number) {
            return number(number);
        }
        if (value instanceof SpecialValueDecimal decimal) {
            return decimal.getDecimalValue()
                    .map(BigDecimal::toPlainString)
                    .orElseGet(() -> TextForm.of(decimal.toDouble()));
        }
        return value instanceof byte[] bytes ? TextForm.of(bytes) : temporalOrObject(value);
    }

    private static String number(Number number) {
        if (number instanceof Double value) {
            return TextForm.of(value.doubleValue());
        }
        if (number instanceof Float value) {
            return TextForm.of(value.floatValue());
        }
        return number instanceof BigDecimal decimal ? decimal.toPlainString() : number.toString();
    }

    private String temporalOrObject(Object value) {
        if (value instanceof Instant instant) {
            return timestamp(instant);
        }
        if (value instanceof OffsetDateTime dateTime) {
            return timestamp(dateTime);
        }
        if (value instanceof LocalDate date) {
            return date(date);
        }
        if (value instanceof LocalTime time) {
            return TextForm.of(time);
        }
        if (value instanceof OffsetTime time) {
            return TextForm.of(time.withOffsetSameInstant(ZoneOffset.UTC).toLocalTime()) + "+00";
        }
        return object(value);
    }

    private String object(Object value) {
        if (value instanceof PgArray array) {
            return array.toString();
        }
        if (value instanceof PGInterval interval) {
            return TextForm.of(interval);
        }
        if (value instanceof PGobject geometry && geometry.getValue() != null) {
            return TextForm.ofGeometry(geometry.getValue());
        }
        return placeholder + value.getClass().getName();
    }

    private static String timestamp(Instant instant) {
        if (instant.equals(PostgresValueConverter.POSITIVE_INFINITY_INSTANT)) {
            return "infinity";
        }
        return instant.equals(PostgresValueConverter.NEGATIVE_INFINITY_INSTANT)
                ? "-infinity"
                : TextForm.of(LocalDateTime.ofInstant(instant, ZoneOffset.UTC), "");
    }

    private static String timestamp(OffsetDateTime dateTime) {
        if (dateTime.equals(PostgresValueConverter.POSITIVE_INFINITY_OFFSET_DATE_TIME)) {
            return "infinity";
        }
        return dateTime.equals(PostgresValueConverter.NEGATIVE_INFINITY_OFFSET_DATE_TIME)
                ? "-infinity"
                : TextForm.of(dateTime.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime(), "+00");
    }

    private static String date(LocalDate date) {
        if (date.equals(PostgresValueConverter.POSITIVE_INFINITY_LOCAL_DATE)) {
            return "infinity";
        }
        return date.equals(PostgresValueConverter.NEGATIVE_INFINITY_LOCAL_DATE) ? "-infinity" : TextForm.of(date);
    }
}
