package io.crosswalk.connector.text;

import io.debezium.connector.postgresql.UnchangedToastedReplicationMessageColumn;
import io.debezium.spi.converter.CustomConverter;
import io.debezium.spi.converter.RelationalColumn;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.jspecify.annotations.Nullable;

import java.util.Properties;

/**
 * Debezium's hook for the values of every column: text stays as it is, and a value that the WAL does not carry becomes a placeholder
 * that no value can be. Public only because Debezium creates it by name.
 */
public final class PostgresText implements CustomConverter<SchemaBuilder, RelationalColumn> {

    /** The property that holds the text which stands for a value that the WAL does not carry. */
    public static final String PLACEHOLDER = "placeholder";

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
     * The text itself. It never throws, because Debezium also converts the columns' default values with it: anything that is not text
     * becomes the placeholder and its class, which the reader refuses.
     */
    @Nullable
    String text(@Nullable Object value) {
        if (value == null || value instanceof String) {
            return (String) value;
        }
        // An object and not a text until here: no value of the application's can be taken for it.
        return UnchangedToastedReplicationMessageColumn.isUnchangedToastedValue(value)
                ? placeholder
                : placeholder + value.getClass().getName();
    }
}
