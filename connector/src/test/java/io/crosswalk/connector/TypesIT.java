package io.crosswalk.connector;

import io.crosswalk.connector.guard.SourceProbe;
import io.crosswalk.connector.snapshot.Snapshot;
import io.crosswalk.connector.snapshot.SnapshotReader;
import io.crosswalk.pipeline.progress.Chunk;
import io.crosswalk.pipeline.row.Row;
import io.crosswalk.pipeline.table.SourceTable;
import io.crosswalk.pipeline.transaction.Change;
import io.crosswalk.pipeline.transaction.Change.Upsert;
import io.crosswalk.pipeline.transaction.Marker;
import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.server.Database;
import org.junit.jupiter.api.Test;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;

import static org.assertj.core.api.Assertions.assertThat;

/** Every type arrives through the stream as the very text that COPY writes in UTC. */
@Databases
class TypesIT {

    private static final String TABLE = """
            CREATE TYPE mood AS ENUM ('sad', 'ok', 'so so, "happy"');
            CREATE DOMAIN positive AS int CHECK (VALUE > 0);
            CREATE TABLE everything (
              id text PRIMARY KEY, t text DEFAULT 'd', v varchar(20), c char(5), i int DEFAULT 7, b bigint DEFAULT 9, s smallint, n numeric,
              np numeric(12,3) DEFAULT 1.5, f4 real, f8 double precision DEFAULT 0.5, bo boolean DEFAULT false, ts3 timestamp(3) DEFAULT now(), ts timestamp, tz timestamptz DEFAULT now(),
              d date DEFAULT '2020-01-01', u uuid DEFAULT gen_random_uuid(), jb jsonb DEFAULT '{}', j json, ta text[] DEFAULT '{a}', ia int[], m mood DEFAULT 'ok', by bytea, iv interval DEFAULT '1 day', ti time, dp positive,
              bi bit(4), vb bit varying, r int4range, ip inet, pt point, bx box, pa path, tv tsvector, ma mood[], lsn pg_lsn, x xml, na numeric[], g int GENERATED ALWAYS AS (1) STORED, money8 money)""";

    private static final List<String> INSERTS =
            List.of("INSERT INTO everything (id) VALUES ('defaults')", """
            INSERT INTO everything VALUES ('nulls', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
              NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)""", """
            INSERT INTO everything VALUES ('full', E'line\\nbreak\\ttab \\\\ back', '', 'ab', -2147483648, 9223372036854775807, -1, 12345678901234567890.000100,
              -0.100, 1.5e-7, 1e300, true, '2024-02-29 12:34:56.789', '1999-12-31 23:59:59.000001', '2024-06-01 00:00:00.123456+02',
              '0044-03-15 BC', 'F47AC10B-58CC-4372-A567-0E02B2C3D479', '{"a": {"b": null, "c": [1, null, "x"]}}', '{ "keep":  [1,2 ] }',
              '{a,NULL,"b,c","","\\"q\\""}', '{{1,2},{3,NULL}}', 'so so, "happy"', '\\x00ff10', '1 year -2 mons 3 days -04:05:06.7', '23:59:59.5', 3,
              B'1010', B'101', '[1,5)', '10.0.0.1/24', '(1.5,-2)', '(1,2),(0.25,1e20)', '((0,0),(1,1e-7))', 'a cat', '{sad,NULL}', '16/B374D848', '<a/>', '{1.10,NaN}')""", """
            INSERT INTO everything (id, t, n, f4, f8, ts, tz, d, iv, bo, i, b) VALUES ('edges', '😀 é ß 漢', 'NaN', 'NaN', '-Infinity', 'infinity', '-infinity',
              '-infinity', '-1 days +02:03:00', false, 0, 0), ('edges2', repeat('long ', 20000), '0.00', 16777216, 123456789012345680, '-infinity', 'infinity',
              'infinity', '00:00:00', true, -5, 1), ('edges3', '', 1e60, 1234567, 0.1, '0001-01-01 00:00:00', '0001-12-31 00:00:00+00 BC', '12345-01-01', '178000000 years',
              true, 1, 2), ('edges4', ' ', -1.10, 0.00001, -0.0, '294276-01-01 00:00:00.5', '4713-01-01 00:00:00+00 BC', '0001-01-01', '-00:00:00.000001', true, 1, 2),
              ('edges5', 'null', 100, 3.4028235e38, 2.2250738585072014e-308, '2024-01-01 00:00:00.1', '2024-01-01 00:00:00.12', '9999-12-31', '1 mon', true, 1, 2),
              ('edges6', '\\N', 1e-20, 123456, 999999999999999, '2024-01-01 00:00:00.100001', now(), 'today', '2 years 1 mon 1 day', true, 1, 2),
              ('edges7', '__debezium_unavailable_value', 0, 1e-4, 1e15, now(), now(), 'today', '-1 years -1 mons 5 days -10:00:00', true, 1, 2)""");

    @Test
    void everyTypeArrivesAsTheTextThatCopyWrites(Database legacy) throws Exception {
        roundTrip(legacy);
    }

    @Test
    @Databases(version = 15)
    void everyTypeArrivesAsTheTextThatCopyWritesOnFifteen(Database legacy) throws Exception {
        roundTrip(legacy);
    }

    @Test
    void theServersOwnDefaultsForTextDoNotMatter(Database legacy) throws Exception {
        try (var connection = legacy.connect();
                var statement = connection.createStatement()) {
            statement.execute("ALTER DATABASE \"" + legacy.name() + "\" SET IntervalStyle = 'iso_8601'");
            statement.execute("ALTER DATABASE \"" + legacy.name() + "\" SET bytea_output = 'escape'");
            statement.execute("ALTER DATABASE \"" + legacy.name() + "\" SET DateStyle = 'German'");
            statement.execute("ALTER DATABASE \"" + legacy.name() + "\" SET extra_float_digits = 0");
        }
        roundTrip(legacy);
    }

    /** The driver tells the server the time zone of this machine. */
    @Test
    void theTimeZoneOfTheMachineDoesNotMatter(Database legacy) throws Exception {
        TimeZone zone = TimeZone.getDefault();
        TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kolkata"));
        try {
            roundTrip(legacy);
        } finally {
            TimeZone.setDefault(zone);
        }
    }

    private static void roundTrip(Database legacy) throws Exception {
        try (PreparedSource source = PreparedSource.of(legacy, TABLE);
                SourceProbe probe = new SourceProbe(source.settings)) {
            source.execute("SET DateStyle = 'ISO'");
            source.execute(INSERTS.toArray(String[]::new));
            probe.emit(new Marker("written"));
            RecordingHandler handler = new RecordingHandler();
            try (RunningSource ignored = source.run(source.slot.createdAt(), handler)) {
                handler.awaitMarker("written");
            }
            Map<Object, Row> streamed = new HashMap<>();
            for (Change change : handler.changes()) {
                Upsert upsert = (Upsert) change;
                streamed.put(upsert.key().value(0), upsert.row());
            }
            SourceTable table = source.table("everything");
            Map<Object, Row> copied = new HashMap<>();
            try (Snapshot snapshot = Snapshot.temporary(source.settings);
                    SnapshotReader reader = SnapshotReader.open(source.settings, snapshot)) {
                for (Chunk chunk : reader.plan(table, 1000)) {
                    reader.read(chunk, table, row -> copied.put(row.value("id"), row));
                }
            }
            assertThat(streamed.keySet()).isEqualTo(copied.keySet()).hasSize(10);
            copied.forEach((id, row) -> table.columns()
                    .names()
                    .forEach(column -> assertThat(streamed.get(id).value(column))
                            .as("%s of %s", column, id)
                            .isEqualTo(row.value(column))));
            assertThat(streamed.get("full").columns()).isEqualTo(table.columns());
        }
    }
}
