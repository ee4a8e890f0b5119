package io.crosswalk.operations.check.server;

import io.crosswalk.operations.check.Finding;
import io.crosswalk.operations.check.Inspection;
import io.crosswalk.operations.check.Query;
import io.crosswalk.operations.check.Surroundings;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How much WAL a slot may keep on the source, how much is there, and how fast it grows. A slot that nobody reads keeps WAL until the disk
 * is full, and the application stops (promise P7).
 */
public final class WalRetention implements Inspection {

    private static final double SAMPLE_SECONDS = 0.5;
    private static final double SECONDS_AN_HOUR = 3600;
    /** A migrator that is down for a night must not lose its slot. */
    private static final double SHORT_HOURS = 12;

    @Override
    public String subject() {
        return "disk for WAL";
    }

    @Override
    public List<Finding> inspect(Surroundings surroundings) throws SQLException {
        Connection source = surroundings.source().connection();
        long kept = Query.of("SELECT setting::bigint FROM pg_settings WHERE name = 'max_slot_wal_keep_size'")
                .number(source);
        double rate = Math.max(sampledRate(source), averageRate(source));
        List<Finding> findings = new ArrayList<>();
        judge(kept, rate).ifPresent(findings::add);
        findings.add(Finding.note(
                "source",
                "WAL grows by about " + megabytes(rate * SECONDS_AN_HOUR) + " an hour" + size(source),
                "so much is kept for each hour in which the migrator does not run",
                null));
        return findings;
    }

    /** @param keptMegabytes max_slot_wal_keep_size; -1 without a bound */
    static Optional<Finding> judge(long keptMegabytes, double bytesPerSecond) {
        double hourly = bytesPerSecond * SECONDS_AN_HOUR;
        if (keptMegabytes < 0) {
            return Optional.of(Finding.warning(
                    "source",
                    "max_slot_wal_keep_size is -1: no bound",
                    "while the migrator is stopped its slot keeps WAL until the disk is full, and then the application stops",
                    "ALTER SYSTEM SET max_slot_wal_keep_size = '" + suggestion(hourly) + "GB'; SELECT pg_reload_conf();"
                            + " -- well below the free space of the disk"));
        }
        double hours = hourly < 1 ? Double.MAX_VALUE : keptMegabytes * 1024.0 * 1024.0 / hourly;
        return hours >= SHORT_HOURS
                ? Optional.empty()
                : Optional.of(Finding.warning(
                        "source",
                        "max_slot_wal_keep_size is " + keptMegabytes + " MB, enough for about "
                                + Math.round(hours * 10) / 10.0 + " hours of WAL",
                        "a migrator that is down for longer loses its slot and has to begin again",
                        "ALTER SYSTEM SET max_slot_wal_keep_size = '" + suggestion(hourly)
                                + "GB'; SELECT pg_reload_conf(); -- when the disk has room"));
    }

    private static long suggestion(double hourly) {
        return Math.max(10, Math.round(hourly * 24 / (1L << 30)));
    }

    private static double sampledRate(Connection source) throws SQLException {
        String before = Query.of("SELECT pg_current_wal_lsn()").text(source);
        Query.of("SELECT pg_sleep(" + SAMPLE_SECONDS + ") IS NULL").list(source, row -> row.getBoolean(1));
        return Query.of("SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), ?::pg_lsn)", before)
                        .number(source)
                / SAMPLE_SECONDS;
    }

    private static double averageRate(Connection source) throws SQLException {
        return Query.of(
                        "SELECT wal_bytes / greatest(extract(epoch FROM clock_timestamp() - stats_reset), 60) FROM pg_stat_wal")
                .one(source, row -> row.getDouble(1));
    }

    // Only members of pg_monitor may list the folder.
    private static String size(Connection source) throws SQLException {
        boolean allowed = Query.of("SELECT has_function_privilege('pg_ls_waldir()', 'EXECUTE')")
                .holds(source);
        return allowed
                ? "; "
                        + megabytes(Query.of("SELECT coalesce(sum(size), 0)::bigint FROM pg_ls_waldir()")
                                .number(source))
                        + " are on the disk now"
                : "";
    }

    private static String megabytes(double bytes) {
        return String.format(Locale.ROOT, "%,.0f MB", Math.ceil(bytes / (1024 * 1024)));
    }
}
