package io.crosswalk.sink.apply;

import io.crosswalk.pipeline.row.Key;
import io.crosswalk.pipeline.row.Lookup;
import io.crosswalk.pipeline.row.Row;
import io.crosswalk.pipeline.transaction.Change;
import io.crosswalk.pipeline.transaction.Change.Operation;
import io.crosswalk.sink.PostgresSink;
import io.crosswalk.sink.RetryListener;
import io.crosswalk.sink.SinkBench;
import io.crosswalk.sink.SinkSettings;
import io.crosswalk.sink.quarantine.PayloadCipher;
import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.junit.Target;
import io.crosswalk.testbed.server.Database;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import static io.crosswalk.sink.SinkBench.uuid;
import static io.crosswalk.sink.apply.Meters.NOON;
import static io.crosswalk.sink.apply.Meters.NOTE;
import static io.crosswalk.sink.apply.Meters.NOTES;
import static io.crosswalk.sink.apply.Meters.NOTE_KEY;
import static io.crosswalk.sink.apply.Meters.READINGS;
import static io.crosswalk.sink.apply.Meters.READING_KEY;
import static io.crosswalk.sink.apply.Meters.TABLES;
import static io.crosswalk.sink.apply.Meters.meter;
import static io.crosswalk.sink.apply.Meters.meterGone;
import static io.crosswalk.sink.apply.Meters.meterRekeyed;
import static io.crosswalk.sink.apply.Meters.reading;
import static io.crosswalk.sink.apply.Meters.readingGone;
import static io.crosswalk.sink.apply.Meters.row;
import static io.crosswalk.sink.apply.Meters.upsert;
import static org.assertj.core.api.Assertions.assertThat;

/** Keys whose text the target's column type writes in another way than the legacy one: their rows are recognised again wherever they are. */
@Databases
class CanonicalKeysIT {

    private SinkBench bench;
    private PostgresSink sink;

    @BeforeEach
    void open(@Target Database database) throws SQLException {
        bench = new SinkBench(database);
        bench.execute("CREATE TABLE meters (id uuid PRIMARY KEY, clinic_id uuid NOT NULL)");
        open("timestamptz(3)");
    }

    private void open(String type) throws SQLException {
        bench.execute("""
                DROP TABLE IF EXISTS readings, notes;
                CREATE TABLE readings (meter_id uuid, taken_at %1$s, clinic_id uuid NOT NULL, value text NOT NULL,
                                       PRIMARY KEY (meter_id, taken_at));
                CREATE TABLE notes (taken_at %1$s PRIMARY KEY, text text)""".formatted(type));
        if (sink != null) {
            sink.close();
        }
        sink = new PostgresSink(
                new SinkSettings("bench", bench.address(), TABLES, Duration.ofSeconds(20), PayloadCipher.NONE),
                bench.catalog(),
                RetryListener.NONE);
    }

    @AfterEach
    void close() throws SQLException {
        sink.close();
        bench.close();
    }

    private void write(Change... changes) throws InterruptedException {
        sink.write(bench.batch(changes));
    }

    private List<String> readings() throws SQLException {
        return bench.rows("SELECT taken_at, value FROM readings ORDER BY 1, 2");
    }

    @Test
    void valuesThatAreEqualAndWrittenInAnotherWayAreOneRow() throws Exception {
        for (List<String> keys :
                List.of(List.of("numeric", "1.5", "1.50", "1.500"), List.of("numeric(8,2)", "1.5", "1.50", "1.504"))) {
            open(keys.get(0));
            write(meter(1), reading(1, keys.get(1), "a"));
            write(upsert(
                    READINGS,
                    Operation.UPDATE,
                    row(1, keys.get(2), "b"),
                    READING_KEY,
                    Key.of(READING_KEY, uuid(1), keys.get(1))));
            assertThat(bench.rows("SELECT value FROM readings")).as("%s", keys).containsExactly("b");

            // One transaction of the source replaces the row.
            write(readingGone(1, keys.get(2)), reading(1, keys.get(3), "c"));
            assertThat(bench.rows("SELECT value FROM readings")).as("%s", keys).containsExactly("c");
            write(meterGone(1));
            assertThat(readings()).isEmpty();
            write(meter(1));
            assertThat(bench.rows("SELECT value FROM readings")).as("%s", keys).containsExactly("c");
            write(readingGone(1, keys.get(3)));
            assertThat(readings()).isEmpty();
            assertThat(bench.quarantined()).isEmpty();
        }
    }

    @Test
    void labelsOfAnEnumAreKeysAsTheyAre() throws Exception {
        bench.execute("CREATE SCHEMA kinds; CREATE TYPE kinds.mood AS ENUM ('glad', 'Sad, \"so\"')");
        open("kinds.mood");
        write(meter(1), reading(1, "glad", "a"), reading(1, "Sad, \"so\"", "b"), reading(1, "none", "c"));
        assertThat(bench.rows("SELECT value FROM readings ORDER BY 1")).containsExactly("a", "b");
        write(readingGone(1, "glad"), readingGone(1, "none"));
        assertThat(bench.rows("SELECT value FROM readings ORDER BY 1")).containsExactly("b");
        assertThat(bench.quarantined()).isEmpty();
    }

    @Test
    void keysWithoutCaseKeepTheirTextWhereverTheirExtensionLives() throws Exception {
        bench.execute("CREATE SCHEMA \"Odd\"; CREATE EXTENSION citext SCHEMA \"Odd\"");
        open("\"Odd\".citext");
        write(meter(1), reading(1, "MiXed", "a"), reading(1, "other", "b"));
        write(upsert(READINGS, Operation.UPDATE, row(1, "MiXed", "c"), READING_KEY, null));
        assertThat(readings()).containsExactly("MiXed|c", "other|b");

        write(meterGone(1));
        assertThat(readings()).isEmpty();
        write(readingGone(1, "MiXed"));
        write(meter(1));
        assertThat(readings()).containsExactly("other|b");

        // To the type it is the same value, to the application another text.
        write(upsert(
                READINGS, Operation.UPDATE, row(1, "OTHER", "d"), READING_KEY, Key.of(READING_KEY, uuid(1), "other")));
        assertThat(readings()).containsExactly("OTHER|d");
        write(readingGone(1, "OTHER"));
        assertThat(readings()).isEmpty();
        assertThat(bench.quarantined()).isEmpty();
    }

    @Test
    void aReadingThatGoesAfterItsMeterStaysGone() throws Exception {
        write(meter(1), meter(8), reading(1, NOON, "a"), reading(1, "2024-01-02 00:00:00", "b"));
        write(meterGone(1), meterRekeyed(8, 9), readingGone(1, NOON), readingGone(1, "2024-01-02 00:00:00"));
        assertThat(bench.quarantined()).isEmpty();
        write(meter(1));
        assertThat(readings()).isEmpty();
    }

    @Test
    void aReadingThatLostItsMeterIsUpdatedInTheQuarantineAndComesBackOnce() throws Exception {
        write(meter(1), reading(1, NOON, "old"));
        write(meterGone(1));
        write(upsert(READINGS, Operation.UPDATE, row(1, NOON, "new"), READING_KEY, null));
        assertThat(bench.quarantined()).containsExactly(Map.entry("public.readings", 1L));
        write(meter(1));
        assertThat(bench.quarantined()).isEmpty();
        assertThat(readings()).containsExactly("2024-01-01 12:00:00.5+00|new");
    }

    @Test
    void aReadingMayGoAndComeAgainInTheTransactionOfItsMeter() throws Exception {
        write(meter(1), meter(8), reading(1, NOON, "old"));
        write(
                meterGone(1),
                meterRekeyed(8, 9),
                readingGone(1, NOON),
                meter(1),
                meterRekeyed(9, 8),
                reading(1, NOON, "new"));
        assertThat(bench.quarantined()).isEmpty();
        assertThat(readings()).containsExactly("2024-01-01 12:00:00.5+00|new");
    }

    @Test
    void aKeyThatMovesBetweenTwoTextsOfOneValueIsTheSameRow() throws Exception {
        write(meter(1), reading(1, NOON, "old"));
        write(upsert(
                READINGS,
                Operation.UPDATE,
                row(1, "2024-01-01 12:00:00.500", Row.ABSENT),
                READING_KEY,
                Key.of(READING_KEY, uuid(1), NOON)));
        assertThat(readings()).containsExactly("2024-01-01 12:00:00.5+00|old");
    }

    @Test
    void aValueThatTheTypeRefusesIsSetAsideAloneAndGoesAgain() throws Exception {
        List<Change> changes = new ArrayList<>(List.of(meter(1)));
        for (int day = 1; day <= 9; day++) {
            changes.add(reading(1, "2024-01-0" + day + " 00:00:00", "a"));
        }
        changes.add(4, reading(1, "no time", "b"));
        write(changes.toArray(Change[]::new));
        assertThat(readings()).hasSize(9);
        assertThat(bench.quarantined()).containsExactly(Map.entry("public.readings", 1L));
        write(readingGone(1, "no time"), readingGone(1, "2024-01-01 00:00:00"));
        assertThat(readings()).hasSize(8);
        assertThat(bench.quarantined()).isEmpty();
    }

    @Test
    void aRowWithARefusedKeyMayGetAKeyThatTheTypeReads() throws Exception {
        write(meter(1), reading(1, "no time", "a"));
        write(upsert(
                READINGS,
                Operation.UPDATE,
                row(1, NOON, Row.ABSENT),
                READING_KEY,
                Key.of(READING_KEY, uuid(1), "no time")));
        assertThat(bench.quarantined()).isEmpty();
        assertThat(readings()).containsExactly("2024-01-01 12:00:00.5+00|a");
    }

    @Test
    void whatWaitsForSuchAKeyIsReleasedWhenItArrives() throws Exception {
        write(meter(1));
        Lookup text = new Lookup(NOTES, "text", Key.of(NOTE_KEY, NOON), null, Lookup.Absence.QUARANTINE);
        write(reading(1, NOON, text));
        assertThat(bench.quarantined()).containsExactly(Map.entry("public.readings", 1L));
        write(upsert(NOTES, Operation.INSERT, Row.of(NOTE, NOON, "noted"), NOTE_KEY, null));
        assertThat(bench.quarantined()).isEmpty();
        assertThat(readings()).containsExactly("2024-01-01 12:00:00.5+00|noted");
    }

    @Test
    void everyTypeThatWritesAnotherTextIsRecognised() throws Exception {
        Map<String, String> legacyTexts = new LinkedHashMap<>();
        legacyTexts.put("char(5)", "ab   ");
        legacyTexts.put("numeric(10,2)", "5.125");
        legacyTexts.put("date", "2024-01-01 16:30:56.252");
        legacyTexts.put("timestamp(0)", "2024-01-01 16:30:56.752");
        legacyTexts.put("bigint", "007");
        legacyTexts.put("uuid", "ABCDEF00-0000-0000-0000-000000000000");
        legacyTexts.put("boolean", "t");
        legacyTexts.put("inet", "10.0.0.1");
        legacyTexts.put("bit(3)", "101");
        for (Map.Entry<String, String> type : legacyTexts.entrySet()) {
            open(type.getKey());
            write(meter(1), meter(8), reading(1, type.getValue(), "a"));
            assertThat(readings()).as(type.getKey()).hasSize(1);
            write(meterGone(1), meterRekeyed(8, 9), readingGone(1, type.getValue()), meterGone(9));
            assertThat(bench.quarantined()).as(type.getKey()).isEmpty();
            write(meter(1));
            assertThat(readings()).as(type.getKey()).isEmpty();
        }
    }
}
