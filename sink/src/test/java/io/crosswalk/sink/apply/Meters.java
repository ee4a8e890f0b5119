package io.crosswalk.sink.apply;

import io.crosswalk.pipeline.row.Columns;
import io.crosswalk.pipeline.row.Key;
import io.crosswalk.pipeline.row.Lookup;
import io.crosswalk.pipeline.row.Origin;
import io.crosswalk.pipeline.row.Row;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.table.TargetTable;
import io.crosswalk.pipeline.table.TargetTable.Inherited;
import io.crosswalk.pipeline.transaction.Change;
import io.crosswalk.pipeline.transaction.Change.Operation;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import static io.crosswalk.sink.SinkBench.uuid;

/** Meters of clinics, and their readings, whose keys hold the time at which they were taken. */
final class Meters {

    private static final TableId METERS = new TableId("public", "meters");
    static final TableId READINGS = new TableId("public", "readings");
    static final TableId NOTES = new TableId("public", "notes");
    private static final Columns ID = Columns.of("id");
    private static final Columns METER = Columns.of("id", "clinic_id");
    static final Columns READING_KEY = Columns.of("meter_id", "taken_at");
    private static final Columns READING = Columns.of("meter_id", "taken_at", "clinic_id", "value");
    static final Columns NOTE_KEY = Columns.of("taken_at");
    static final Columns NOTE = Columns.of("taken_at", "text");
    static final String NOON = "2024-01-01 12:00:00.5";

    static final List<TargetTable> TABLES = List.of(
            table(METERS, METER, ID, List.of(), Set.of()),
            table(
                    READINGS,
                    READING,
                    READING_KEY,
                    List.of(new Inherited("clinic_id", "meter_id", METERS, "id", "clinic_id", true)),
                    Set.of(METERS, NOTES)),
            table(NOTES, NOTE, NOTE_KEY, List.of(), Set.of()));

    private Meters() {}

    private static TargetTable table(
            TableId id, Columns columns, Columns key, List<Inherited> inherited, Set<TableId> readsFrom) {
        return new TargetTable(id, columns, key, Optional.empty(), Optional.empty(), inherited, readsFrom);
    }

    static Change upsert(TableId table, Operation operation, Row row, Columns keyColumns, @Nullable Key former) {
        Key key = row.key(keyColumns);
        return new Change.Upsert(
                table, operation, key, former, row, new Origin(new TableId("legacy", table.name()), key.text()));
    }

    static Change meter(int number) {
        return upsert(METERS, Operation.INSERT, Row.of(METER, uuid(number), uuid(100)), ID, null);
    }

    static Change meterGone(int number) {
        Key key = Key.of(ID, uuid(number));
        return new Change.Delete(METERS, key, new Origin(new TableId("legacy", "meters"), key.text()));
    }

    /** A change that no net effect takes in: what stands before it is applied before what stands behind it. */
    static Change meterRekeyed(int former, int number) {
        return upsert(METERS, Operation.UPDATE, Row.of(METER, uuid(number), uuid(100)), ID, Key.of(ID, uuid(former)));
    }

    static Row row(int meter, String takenAt, @Nullable Object value) {
        Lookup clinic = new Lookup(METERS, "clinic_id", Key.of(ID, uuid(meter)), null, Lookup.Absence.QUARANTINE);
        return Row.of(READING, uuid(meter), takenAt, clinic, value);
    }

    static Change reading(int meter, String takenAt, Object value) {
        return upsert(READINGS, Operation.INSERT, row(meter, takenAt, value), READING_KEY, null);
    }

    static Change readingGone(int meter, String takenAt) {
        Key key = Key.of(READING_KEY, uuid(meter), takenAt);
        return new Change.Delete(READINGS, key, new Origin(new TableId("legacy", "readings"), key.text()));
    }
}
