package io.crosswalk.connector.text;

import io.debezium.connector.postgresql.UnchangedToastedReplicationMessageColumn;
import org.junit.jupiter.api.Test;

import java.util.Properties;

import static org.assertj.core.api.Assertions.assertThat;

class PostgresTextTest {

    @Test
    void textStaysWhatItIsAndWhatIsNotCarriedIsThePlaceholder() {
        PostgresText text = new PostgresText();
        Properties properties = new Properties();
        properties.setProperty(PostgresText.PLACEHOLDER, "random");
        text.configure(properties);

        assertThat(text.text(null)).isNull();
        assertThat(text.text("")).isEmpty();
        assertThat(text.text("23:59:59.5+05:30")).isEqualTo("23:59:59.5+05:30");
        assertThat(text.text(UnchangedToastedReplicationMessageColumn.UNCHANGED_UUID_TOAST_VALUE))
                .isEqualTo("random");
        assertThat(text.text(new Object())).isEqualTo("randomjava.lang.Object");
    }
}
