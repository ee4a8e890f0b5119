package io.crosswalk.app;

import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.junit.Target;
import io.crosswalk.testbed.server.Database;
import io.crosswalk.transformer.expression.cast.ToBoolean;
import io.crosswalk.transformer.expression.cast.ToDate;
import io.crosswalk.transformer.expression.cast.ToTimestamptz;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

/** The casts of the mapping language give what PostgreSQL's own casts give. */
@Databases
class CastsAgreeIT {

    private static final long SEED = 19700101;
    private static final Instant FIRST = Instant.parse("1970-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("2022-01-01T00:00:00Z");
    // Zones whose rules nobody has rewritten lately: the two tables of zones may be of different years.
    private static final List<String> ZONES = List.of(
            "UTC",
            "Europe/Berlin",
            "Europe/Dublin",
            "Europe/Moscow",
            "America/New_York",
            "America/St_Johns",
            "America/Sao_Paulo",
            "Australia/Lord_Howe",
            "Asia/Tokyo",
            "Asia/Kathmandu",
            "Pacific/Apia");

    @Test
    void localTimesAreTheMomentsThatAtTimeZoneFinds(@Target Database target) throws SQLException {
        for (String zone : ZONES) {
            List<String> local = localTimes(ZoneId.of(zone));
            ToTimestamptz cast = new ToTimestamptz(ZoneId.of(zone));
            assertThat(local.stream().map(cast::convert))
                    .as("%s, seed %d", zone, SEED)
                    .containsExactlyElementsOf(
                            asked(target, "(s.v::timestamp AT TIME ZONE '" + zone + "')::text", local));
        }
    }

    /** Around every change of the clocks, and anywhere; also before Christ, and at the ends of time. */
    private static List<String> localTimes(ZoneId zone) {
        Random random = new Random(SEED);
        List<String> times = new ArrayList<>(List.of("infinity", "-infinity", "2024-02-29 23:59:59.999999"));
        Instant from = FIRST;
        for (ZoneOffsetTransition change = zone.getRules().nextTransition(from);
                change != null && change.getInstant().isBefore(LAST);
                change = zone.getRules().nextTransition(change.getInstant())) {
            for (int minutes : new int[] {-1441, -61, -30, -1, 0, 1, 29, 59, 60, 61, 1441}) {
                times.add(text(change.getDateTimeBefore().plusMinutes(minutes)));
                times.add(text(change.getDateTimeAfter().plusMinutes(minutes)));
            }
        }
        for (int i = 0; i < 500; i++) {
            times.add(text(LocalDateTime.of(1970, 1, 2, 0, 0).plusSeconds(random.nextInt(1_600_000_000))));
        }
        if (zone.getId().equals("UTC")) {
            times.add("0044-03-15 10:00:00 BC");
            times.add("4713-01-01 00:00:00 BC");
            times.add("294276-12-31 23:59:59.999999");
            times.add("0001-01-01 00:00:00");
        }
        return times;
    }

    private static String text(LocalDateTime time) {
        return time.toString().replace('T', ' ');
    }

    @Test
    void datesAndBooleansAreReadAlike(@Target Database target) throws SQLException {
        List<String> dates = List.of(
                "2024-02-29",
                "2024-02-29 23:59:59.9",
                "infinity",
                "-infinity",
                "0044-03-15 10:00:00 BC",
                "0001-02-29 BC",
                "294276-12-31 23:59:59");
        assertThat(dates.stream().map(new ToDate()::convert))
                .containsExactlyElementsOf(asked(target, "s.v::timestamp::date::text", dates));
        List<String> words = List.of("t", "TRUE", "y", "yes", "on", "1", "f", "fal", "No", "of", "off", "0", " n ");
        assertThat(words.stream().map(new ToBoolean()::convert))
                .containsExactlyElementsOf(asked(target, "s.v::boolean::text", words));
    }

    private static List<@Nullable String> asked(Database target, String expression, List<String> values)
            throws SQLException {
        List<@Nullable String> answers = new ArrayList<>();
        try (Connection connection = target.connect();
                Statement session = connection.createStatement()) {
            session.execute("SET timezone = 'UTC'; SET datestyle = 'ISO'");
            try (PreparedStatement statement = connection.prepareStatement(
                    "SELECT " + expression + " FROM unnest(?::text[]) WITH ORDINALITY AS s (v, n) ORDER BY n")) {
                statement.setArray(1, connection.createArrayOf("text", values.toArray()));
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        answers.add(rows.getString(1));
                    }
                }
            }
        }
        return answers;
    }
}
