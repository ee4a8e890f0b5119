package io.crosswalk.testbed.values;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.SplittableRandom;

import static io.crosswalk.testbed.values.ValueMaker.chance;
import static io.crosswalk.testbed.values.ValueMaker.oneOf;

/** Dates, times, timestamps and intervals. Plain ones are ISO texts of four-digit years, whose order is that of their characters. */
final class TimeValues {

    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSSSSS", Locale.ROOT);
    private static final long FIRST_SECOND =
            LocalDate.of(2023, 1, 1).atStartOfDay().toEpochSecond(ZoneOffset.UTC);
    private static final long LAST_SECOND =
            LocalDate.of(2026, 6, 30).atStartOfDay().toEpochSecond(ZoneOffset.UTC);

    private TimeValues() {}

    /** Dates; distinct ones come from three hundred years. */
    static ValueMaker dates(boolean plain, boolean distinct) {
        return random -> {
            if (distinct) {
                return LocalDate.of(1800, 1, 1)
                        .plusDays(random.nextInt(100_000))
                        .toString();
            }
            if (!plain && chance(random, 5)) {
                return oneOf(random, "infinity", "-infinity", "0044-03-15 BC", "0001-01-01", "5874897-12-31");
            }
            return moment(random).toLocalDate().toString();
        };
    }

    /** Timestamps without zone, or with the zone that the offset names. */
    static ValueMaker timestamps(boolean plain, boolean withZone) {
        return random -> {
            if (!plain && chance(random, 5)) {
                return oneOf(
                        random,
                        "infinity",
                        "-infinity",
                        "0044-03-15 12:00:00 BC",
                        "0001-01-01 00:00:00",
                        "9999-12-31 23:59:59.999999");
            }
            String zone = !withZone ? "" : plain ? "+00" : oneOf(random, "+00", "+01", "-08", "+05:30");
            return MICROS.format(moment(random)) + zone;
        };
    }

    /** Times of day, with or without an offset. */
    static ValueMaker times(boolean withZone) {
        return random -> (chance(random, 5) ? "24:00:00" : TIME.format(moment(random)))
                + (withZone ? oneOf(random, "+00", "+02", "-03:30") : "");
    }

    static String interval(SplittableRandom random) {
        if (chance(random, 20)) {
            return oneOf(
                    random, "0", "-1 days", "1 year 2 mons 3 days 04:05:06.789", "-00:00:00.000001", "178000000 years");
        }
        return random.nextInt(40) + " days " + random.nextInt(24) + ":" + random.nextInt(10, 60) + ":"
                + random.nextInt(10, 60);
    }

    private static LocalDateTime moment(SplittableRandom random) {
        return LocalDateTime.ofEpochSecond(
                random.nextLong(FIRST_SECOND, LAST_SECOND), random.nextInt(1_000_000) * 1_000, ZoneOffset.UTC);
    }
}
