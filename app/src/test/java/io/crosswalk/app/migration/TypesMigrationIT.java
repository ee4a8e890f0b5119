package io.crosswalk.app.migration;

import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.junit.Legacy;
import io.crosswalk.testbed.junit.Target;
import io.crosswalk.testbed.server.Database;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** Every type of FACTS 1 and 2, by backfill and by stream: both sides show the same text. */
@Databases
class TypesMigrationIT {

    private static final String LEGACY = """
            CREATE TYPE "Mood" AS ENUM ('happy', 'so so', 'it''s bad');
            CREATE TABLE "Everything" (
                id TEXT PRIMARY KEY, t TEXT, i INTEGER, big BIGINT, small SMALLINT, f DOUBLE PRECISION, r REAL, b BOOLEAN,
                n NUMERIC, d DECIMAL(12, 4), ts TIMESTAMP(3), tsu TIMESTAMP(6), tz TIMESTAMPTZ, day DATE, u UUID, j JSONB,
                plain JSON, texts TEXT[], ints INTEGER[], mood "Mood", v VARCHAR(255), bytes BYTEA, at TIME)""";

    private static final String TARGET = """
            CREATE TYPE mood AS ENUM ('happy', 'so so', 'it''s bad');
            CREATE TABLE everything (
                id uuid PRIMARY KEY, t text, i integer, big bigint, small smallint, f double precision, r real, b boolean,
                n numeric, d numeric(12, 4), ts timestamptz, tsu timestamptz, tz timestamptz, day date, u uuid, j jsonb,
                plain json, texts text[], ints integer[], mood mood, v varchar(255), bytes bytea, at time)""";

    private static final String MAPPING = """
            mapping: 1
            source: public
            target: public
            tables:
              Everything:
                targets:
                  - table: everything
                    columns:
                      id: {id: id}
                      t: t
                      i: i
                      big: big
                      small: small
                      f: f
                      r: r
                      b: b
                      n: n
                      d: d
                      ts: ts
                      tsu: tsu
                      tz: tz
                      day: day
                      u: u
                      j: j
                      plain: plain
                      texts: texts
                      ints: ints
                      mood: mood
                      v: v
                      bytes: bytes
                      at: at
            """;

    /** The same rows under other ids: the letter is part of the id. */
    private static String inserts(String letter) {
        String id = "'cl" + letter + "000000000000000000000";
        return """
                INSERT INTO "Everything" VALUES
                (%1$s1', 'zwölf 🦷 "quoted" \\ back	tab', 2147483647, -9223372036854775808, -32768, 0.1, 1.17549435e-38, true,
                 123456789012345678901234567890.123456789, 12345678.9012, '2024-02-29 23:59:59.999', '2024-02-29 23:59:59.999999',
                 '2024-02-29 23:59:59.123456+05:30', '2024-02-29', 'F47AC10B-58CC-4372-A567-0E02B2C3D479',
                 '{"a": null, "b": [null, {"c": null}], "d": "é🦷", "e": 1.10}', '{"a":  null, "a": 1}',
                 '{NULL,"",NULL,"a,b","c\\\\d","{}"}', '{{1,2},{3,NULL}}', 'it''s bad', repeat('v', 255), '\\x00ff10', '23:59:59.999999'),
                (%1$s2', '', 0, 0, 0, 'NaN', 'Infinity', false, 'NaN', 0, 'infinity', '-infinity', 'infinity', '2024-01-01', NULL,
                 '[]', 'null', '{}', '{}', 'so so', '', '', '00:00'),
                (%1$s3', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
                 NULL, NULL, NULL),
                (%1$s4', (SELECT string_agg(md5(g::text), '') FROM generate_series(1, 8000) g), 1, 1, 1, 1e308, 3.4e38, true, 1e100,
                 -0.0001, '0044-03-15 00:00:00 BC', '1969-12-31 23:59:59.000001', '0001-01-01 00:00:00+00', '4000-01-01', NULL,
                 (SELECT jsonb_agg(md5(g::text)) FROM generate_series(1, 2000) g), '"x"', ARRAY(SELECT md5(g::text) FROM generate_series(1, 500) g),
                 ARRAY(SELECT generate_series(1, 3000)), 'happy', 'x', decode(repeat('00ff', 5000), 'hex'), '12:00')""".formatted(id);
    }

    private static final String SELECT = """
            SELECT %s, md5(coalesce(t, '-')), t = '', length(t), i, big, small, f::text, r::text, b, n::text, d::text, ts %s, tsu %s, tz::text, day::text,
                   u, md5(j::text), plain::text, md5(texts::text), texts = '{}', md5(ints::text), mood::text, v, md5(bytes), at::text
            FROM %s ORDER BY 1""";

    @Test
    void everyValueArrivesAsItIs(@Legacy Database legacy, @Target Database target) throws Exception {
        MigrationBench.execute(legacy, LEGACY);
        MigrationBench.execute(target, TARGET);
        MigrationBench.execute(legacy, inserts("b"));
        try (MigrationBench bench = new MigrationBench(legacy, target, MAPPING)) {
            bench.streaming();
            MigrationBench.execute(legacy, inserts("s"));
            // Values that did not change and lie outside the row must stay; each of the others becomes null and
            // something again.
            MigrationBench.execute(legacy, "UPDATE \"Everything\" SET i = i + 1 WHERE i < 10");
            MigrationBench.execute(
                    legacy, "UPDATE \"Everything\" SET t = 'new', tz = NULL, texts = NULL WHERE id LIKE '%2'");
            MigrationBench.execute(legacy, inserts("t"));
            bench.drained();

            assertThat(MigrationBench.rows(target, "SELECT target_key, reason FROM crosswalk.quarantine"))
                    .isEmpty();
            // A legacy timestamp has no zone and means UTC; the text of a timestamptz in UTC only adds the zone.
            List<String> expected = MigrationBench.rows(
                    legacy, SELECT.formatted("id", "AT TIME ZONE 'UTC'", "AT TIME ZONE 'UTC'", "\"Everything\""));
            List<String> actual = MigrationBench.rows(
                    target, SELECT.formatted("crosswalk.cuid_of(id)", "::timestamptz", "::timestamptz", "everything"));
            assertThat(actual).hasSize(12).containsExactlyElementsOf(expected);
            assertThat(bench.compare().problems()).isEmpty();
        }
    }
}
