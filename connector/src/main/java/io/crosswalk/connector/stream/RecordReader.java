package io.crosswalk.connector.stream;

import io.crosswalk.connector.SourceSettings;
import io.crosswalk.connector.guard.SourceProbe;
import io.crosswalk.pipeline.SourceException;
import io.crosswalk.pipeline.row.Columns;
import io.crosswalk.pipeline.row.Key;
import io.crosswalk.pipeline.row.Row;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.table.SourceTable;
import io.crosswalk.pipeline.transaction.Change;
import io.crosswalk.pipeline.transaction.Change.Delete;
import io.crosswalk.pipeline.transaction.Change.Operation;
import io.crosswalk.pipeline.transaction.Change.Truncate;
import io.crosswalk.pipeline.transaction.Change.Upsert;
import io.crosswalk.pipeline.transaction.Marker;
import io.crosswalk.pipeline.transaction.Position;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Debezium's records in our own words. Remembers one thing between records: the first half of a re-key, which Debezium sends as a delete
 * and an insert (Debezium documentation, "Primary key updates"). One thread.
 */
final class RecordReader {

    private static final String NEW_KEY_HEADER = "__debezium.newkey";
    private static final String OLD_KEY_HEADER = "__debezium.oldkey";

    /**
     * Rows of one Connect schema; Debezium makes a new schema whenever the server describes the table anew.
     *
     * @param fields what the columns are called in the stream
     * @param columns what they are called now
     */
    private record Shape(TableId table, Schema schema, List<String> fields, Columns columns, Columns key) {

        String field(String column) {
            return fields.get(columns.indexOf(column));
        }
    }

    private final String transactionTopic;
    private final String messageTopic;
    private final String heartbeatTopic;
    private final String placeholder;
    private final Map<TableId, SourceTable> tables = new HashMap<>();
    private final Map<TableId, Shape> shapes = new HashMap<>();
    private final RelationListener relations;
    private @Nullable Key formerKey;

    RecordReader(SourceSettings settings, String placeholder, RelationListener relations) {
        this.relations = relations;
        this.transactionTopic = settings.slot() + ".transaction";
        this.messageTopic = settings.slot() + ".message";
        this.heartbeatTopic = "__debezium-heartbeat." + settings.slot();
        this.placeholder = placeholder;
        settings.tables().forEach(table -> tables.put(table.id(), table));
    }

    /** The event, or null when the record means nothing to us or is only half of one. */
    @Nullable
    StreamEvent read(SourceRecord sourceRecord) {
        String topic = sourceRecord.topic();
        if (topic.equals(heartbeatTopic) || !(sourceRecord.value() instanceof Struct value)) {
            return null;
        }
        if (topic.equals(transactionTopic)) {
            return boundary(sourceRecord, value);
        }
        return topic.equals(messageTopic) ? message(value) : data(sourceRecord, value);
    }

    private static StreamEvent boundary(SourceRecord sourceRecord, Struct value) {
        String id = value.getString("id");
        int colon = id.indexOf(':');
        long transaction = Long.parseLong(colon < 0 ? id : id.substring(0, colon));
        Instant committedAt = Instant.ofEpochMilli(value.getInt64("ts_ms"));
        if (value.getString("status").equals("BEGIN")) {
            return new StreamEvent.Begin(transaction, committedAt);
        }
        // For pgoutput this is the end of the commit record: exactly what the slot is confirmed with.
        if (!(sourceRecord.sourceOffset().get("lsn_commit") instanceof Long commit)) {
            throw SourceException.lasting("the end of transaction " + transaction + " carries no position", null);
        }
        return new StreamEvent.End(transaction, new Position(commit), committedAt);
    }

    private static @Nullable StreamEvent message(Struct value) {
        Struct message = value.getStruct("message");
        if (!SourceProbe.MESSAGE_PREFIX.equals(message.getString("prefix"))) {
            return null;
        }
        byte[] content;
        if (message.get("content") instanceof ByteBuffer buffer) {
            content = new byte[buffer.remaining()];
            buffer.duplicate().get(content);
        } else {
            content = message.getBytes("content");
        }
        return new StreamEvent.Token(new Marker(new String(content, StandardCharsets.UTF_8)));
    }

    private @Nullable StreamEvent data(SourceRecord sourceRecord, Struct value) {
        Struct source = value.getStruct("source");
        TableId id = new TableId(source.getString("schema"), source.getString("table"));
        String operation = value.getString("op");
        if (id.equals(SourceSettings.HEARTBEAT)) {
            return heartbeat(operation, value);
        }
        SourceTable table = tables.get(id);
        if (table == null) {
            throw SourceException.lasting(
                    "the publication carries table " + id
                            + ", which is not mapped: somebody changed the publication. Begin again: docs/starting-over.md",
                    null);
        }
        Change change = switch (operation) {
            case "c" -> created(table, sourceRecord, value);
            case "u" -> updated(table, value);
            case "d" -> deleted(table, sourceRecord, value);
            case "t" -> new Truncate(id);
            default -> throw SourceException.lasting("unknown operation " + operation + " on " + id, null);
        };
        return change == null ? null : new StreamEvent.Changed(change);
    }

    private static @Nullable StreamEvent heartbeat(String operation, Struct value) {
        Struct after = operation.equals("c") ? value.getStruct("after") : null;
        String name = after == null ? null : after.getString("name");
        return name != null && name.startsWith(SourceProbe.MARKER_ROW)
                ? new StreamEvent.Token(new Marker(name.substring(SourceProbe.MARKER_ROW.length())))
                : null;
    }

    private Change created(SourceTable table, SourceRecord sourceRecord, Struct value) {
        Struct after = value.getStruct("after");
        Shape shape = shape(table, after);
        Key key = key(shape, after);
        Row row = row(shape, after);
        Key former = formerKey;
        if (sourceRecord.headers().lastWithName(OLD_KEY_HEADER) == null) {
            if (former != null) {
                throw SourceException.lasting("half of a re-key is missing in table " + table.id(), null);
            }
            return new Upsert(table.id(), Operation.INSERT, key, null, row, null);
        }
        formerKey = null;
        if (former == null) {
            throw SourceException.lasting("half of a re-key is missing in table " + table.id(), null);
        }
        return new Upsert(table.id(), Operation.UPDATE, key, former.equals(key) ? null : former, row, null);
    }

    private Change updated(SourceTable table, Struct value) {
        Struct after = value.getStruct("after");
        Struct before = value.getStruct("before");
        Shape shape = shape(table, after);
        Key key = key(shape, after);
        // The old row comes with a full replica identity, and when Debezium takes other columns for the key than we do.
        Key former = before == null ? key : key(shape(table, before), before);
        return new Upsert(
                table.id(), Operation.UPDATE, key, former.equals(key) ? null : former, row(shape, after), null);
    }

    private @Nullable Change deleted(SourceTable table, SourceRecord sourceRecord, Struct value) {
        Struct before = value.getStruct("before");
        Key key = key(shape(table, before), before);
        if (sourceRecord.headers().lastWithName(NEW_KEY_HEADER) == null) {
            return new Delete(table.id(), key, null);
        }
        formerKey = key;
        return null;
    }

    private Shape shape(SourceTable table, Struct struct) {
        Shape shape = shapes.get(table.id());
        if (shape == null || shape.schema() != struct.schema()) {
            List<String> fields =
                    struct.schema().fields().stream().map(Field::name).toList();
            Columns columns = relations.described(table.id(), Columns.of(fields));
            List<String> missing = table.key().names().stream()
                    .filter(column -> !columns.contains(column))
                    .toList();
            if (!missing.isEmpty()) {
                throw SourceException.lasting(
                        "key columns " + missing + " of " + table.id()
                                + " are not in the stream any more: the table was altered. Correct the mapping",
                        null);
            }
            // A table without a key is identified by all its columns.
            Columns key = table.key().size() > 0 ? table.key() : columns;
            shape = new Shape(table.id(), struct.schema(), fields, columns, key);
            shapes.put(table.id(), shape);
        }
        return shape;
    }

    private Row row(Shape shape, Struct struct) {
        @Nullable Object[] values = new @Nullable Object[shape.fields().size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = value(struct, shape.fields().get(i));
        }
        return Row.of(shape.columns(), values);
    }

    private Key key(Shape shape, Struct struct) {
        List<String> names = shape.key().names();
        Object[] values = new Object[names.size()];
        for (int i = 0; i < values.length; i++) {
            Object value = value(struct, shape.field(names.get(i)));
            if (value == null || value == Row.ABSENT) {
                throw SourceException.lasting(
                        "a change of a row of " + shape.table() + " comes without a value for its key column "
                                + names.get(i)
                                + ": the table had another key when it was made. When it has its own again, crosswalk"
                                + " resync (docs/resync.md) copies what differs",
                        null);
            }
            values[i] = value;
        }
        return Key.of(shape.key(), values);
    }

    // Never Struct.get: it turns a null into the column's default.
    private @Nullable Object value(Struct struct, String column) {
        Object value = struct.getWithoutDefault(column);
        if (!(value instanceof String text) || !text.startsWith(placeholder)) {
            return value;
        }
        if (text.length() == placeholder.length()) {
            return Row.ABSENT;
        }
        throw SourceException.lasting(
                "column " + column + " of " + struct.schema().name() + " has a type that cannot be carried as text ("
                        + text.substring(placeholder.length()) + ")",
                null);
    }
}
