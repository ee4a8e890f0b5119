package io.crosswalk.connector.text;

import io.debezium.connector.postgresql.PostgresConnector;
import org.apache.kafka.connect.connector.Task;

/** Debezium's connector with a task that reads every value as text. Public only because Debezium creates it by name. */
public final class TextConnector extends PostgresConnector {

    /** For Debezium. */
    public TextConnector() {}

    @Override
    public Class<? extends Task> taskClass() {
        return TextTask.class;
    }
}
