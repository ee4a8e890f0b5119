package io.crosswalk.connector.stream;

import io.crosswalk.connector.SourceSettings;
import io.crosswalk.connector.guard.SourceProbe;
import io.crosswalk.connector.text.PostgresText;
import io.crosswalk.connector.text.TextConnector;
import io.crosswalk.postgres.DatabaseAddress;
import io.crosswalk.postgres.Identifiers;

import java.util.Map;
import java.util.Properties;
import java.util.Set;

/** Debezium's properties, each with its reason. */
final class EngineSettings {

    private static final int BATCH_RECORDS = 2048;
    private static final int QUEUE_RECORDS = 8192;
    private static final long QUEUE_BYTES = 16L << 20;
    private static final Set<String> OWN_PARAMETERS = Set.of("sslmode", "ApplicationName", "options");
    private static final String ANSWER_SECONDS = "60";
    private static final String SESSION_OPTIONS =
            "-c lock_timeout=500 -c statement_timeout=60000 -c tcp_user_timeout=60000";

    private EngineSettings() {}

    static Properties of(SourceSettings settings, String placeholder) {
        Properties properties = new Properties();
        properties.setProperty("name", settings.slot());
        properties.setProperty("topic.prefix", settings.slot());
        properties.setProperty("connector.class", TextConnector.class.getName());
        position(settings, properties);
        content(settings, properties);
        values(properties, placeholder);
        flow(settings, properties);
        failures(properties);
        connection(settings.address(), properties);
        return properties;
    }

    private static void position(SourceSettings settings, Properties properties) {
        // Offsets that outlive a run hold positions of events and lose rows: the slot is the only durable read
        // position.
        properties.setProperty("offset.storage", "org.apache.kafka.connect.storage.MemoryOffsetBackingStore");
        // Rows at rest are copied by us.
        properties.setProperty("snapshot.mode", "no_data");
        properties.setProperty("plugin.name", "pgoutput");
        // Both exist already and are ours; Debezium neither makes nor drops them.
        properties.setProperty("slot.name", settings.slot());
        properties.setProperty("slot.drop.on.stop", "false");
        properties.setProperty("publication.name", settings.publication());
        properties.setProperty("publication.autocreate.mode", "disabled");
        // The driver must not confirm on its own what the server says in a keep-alive.
        properties.setProperty("lsn.flush.mode", "connector");
        // Counts only where Debezium would create the slot, which the start check excludes; said for whoever reads the
        // log.
        properties.setProperty("slot.failover", "true");
    }

    private static void content(SourceSettings settings, Properties properties) {
        // No table.include.list: the publication decides. Debezium would drop what it does not expect without a word,
        // and a table that
        // was renamed for a moment would lose its changes; so everything arrives, and the reader stops at the first
        // foreign name.
        // Debezium's own list of tables to leave out must not touch ours.
        properties.setProperty("table.ignore.builtin", "false");
        // Whole transactions: BEGIN and END records.
        properties.setProperty("provide.transaction.metadata", "true");
        // The default hides TRUNCATE.
        properties.setProperty("skipped.operations", "none");
        // Rows of partitions come under the root's name, as the publication has it.
        properties.setProperty("publish.via.partition.root", "true");
        properties.setProperty("tombstones.on.delete", "false");
        properties.setProperty("message.prefix.include.list", SourceProbe.MESSAGE_PREFIX);
        // The table is looked at again when the stream shows other columns.
        properties.setProperty("schema.refresh.mode", "columns_diff");
        // An idle source moves the slot too: a row of ours changes every interval.
        properties.setProperty(
                "heartbeat.interval.ms",
                Long.toString(settings.heartbeatInterval().toMillis()));
        properties.setProperty(
                "heartbeat.action.query",
                "INSERT INTO crosswalk.heartbeat AS h (name, beat, beat_at) VALUES ("
                        + Identifiers.literal(settings.name())
                        + ", 1, now()) ON CONFLICT (name) DO UPDATE SET beat = h.beat + 1, beat_at = now()");
    }

    private static void values(Properties properties, String placeholder) {
        properties.setProperty("converters", "text");
        properties.setProperty("text.type", PostgresText.class.getName());
        properties.setProperty("text." + PostgresText.PLACEHOLDER, placeholder);
        properties.setProperty("unavailable.value.placeholder", placeholder);
    }

    private static void flow(SourceSettings settings, Properties properties) {
        properties.setProperty("max.batch.size", Integer.toString(BATCH_RECORDS));
        properties.setProperty("max.queue.size", Integer.toString(QUEUE_RECORDS));
        // Rows may be large: without a bound in bytes the queue alone could fill the heap.
        properties.setProperty("max.queue.size.in.bytes", Long.toString(QUEUE_BYTES));
        // Half of this is the mean delay of a lonely change.
        properties.setProperty("poll.interval.ms", "10");
        properties.setProperty("status.update.interval.ms", "5000");
        // Quantiles of its own lag, which nobody reads: ours is measured from end to end.
        properties.setProperty("statistics.metrics.enabled", "false");
        properties.setProperty("executor.shutdown.timeout.ms", "5000");
        properties.setProperty("record.processing.shutdown.timeout.ms", "5000");
        properties.setProperty("record.processing.threads", "1");
    }

    private static void failures(Properties properties) {
        // A retry inside the engine goes on with the NEXT batch: whoever runs us starts anew instead.
        properties.setProperty("errors.max.retries", "0");
        properties.setProperty("slot.max.retries", "0");
        properties.setProperty("event.processing.failure.handling.mode", "fail");
        properties.setProperty("event.converting.failure.handling.mode", "fail");
    }

    private static void connection(DatabaseAddress address, Properties properties) {
        properties.setProperty(
                "database.hostname", address.host().contains(":") ? "[" + address.host() + "]" : address.host());
        properties.setProperty("database.port", Integer.toString(address.port()));
        properties.setProperty("database.dbname", address.database());
        properties.setProperty("database.user", address.user());
        String password = address.password();
        if (password != null) {
            properties.setProperty("database.password", password);
        }
        properties.setProperty("database.tcpKeepAlive", "true");
        // An answer that takes longer is none: the network swallows it, and TCP would wait for a quarter of an hour.
        properties.setProperty("driver.socketTimeout", ANSWER_SECONDS);
        Map<String, String> parameters = address.parameters();
        properties.setProperty("database.sslmode", parameters.getOrDefault("sslmode", "prefer"));
        // The heartbeat's statement runs between two reads of the stream: a lock on its row must not stop the stream.
        properties.setProperty(
                "driver.options", (SESSION_OPTIONS + " " + parameters.getOrDefault("options", "")).strip());
        parameters.forEach((name, value) -> {
            if (!OWN_PARAMETERS.contains(name)) {
                properties.setProperty("driver." + name, value);
            }
        });
    }
}
