package io.crosswalk.connector.text;

import io.debezium.connector.postgresql.PostgresConnectorConfig;
import io.debezium.connector.postgresql.PostgresConnectorTask;
import io.debezium.connector.postgresql.PostgresSchema;
import io.debezium.connector.postgresql.connection.PostgresConnection;
import io.debezium.connector.postgresql.connection.ReplicationConnection;
import org.jspecify.annotations.Nullable;

import java.sql.SQLException;

/** Debezium's task, reading from a {@link TextStream}. Public only because Debezium creates it by its class. */
public final class TextTask extends PostgresConnectorTask {

    /** Tells the decoder what columns there are. Its own connection, because Debezium's other one must keep the real types. */
    private volatile @Nullable PostgresConnection columns;

    /** For Debezium. */
    public TextTask() {}

    @Override
    protected ReplicationConnection buildReplicationConnection(
            PostgresConnection connection, PostgresSchema schema, PostgresConnectorConfig configuration)
            throws SQLException {
        PostgresConnection described =
                new PostgresConnection(configuration, new TextTypes(connection), PostgresConnection.CONNECTION_GENERAL);
        columns = described;
        return new TextStream(super.buildReplicationConnection(described, schema, configuration));
    }

    @Override
    protected void doStop() {
        try {
            super.doStop();
        } finally {
            PostgresConnection described = columns;
            if (described != null) {
                described.close();
            }
        }
    }
}
