package io.crosswalk.transformer.expression.cast;

import org.jspecify.annotations.Nullable;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A date or timestamp as PostgreSQL writes it in the ISO style, or as ISO 8601 does (manual, 8.5.2).
 *
 * @param local what it says without its offset; years before Christ count from 0 downwards, as in ISO 8601
 * @param offset the offset it names; null when it names none
 */
record DateTimeText(LocalDateTime local, @Nullable ZoneOffset offset) {

    private static final Pattern FORM = Pattern.compile("([0-9]{4,6})-([0-9]{2})-([0-9]{2})"
            + "(?:[ T]([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\\.([0-9]{1,6}))?)?"
            + "\\s?(Z|[+-][0-9]{2}(?::?[0-9]{2}(?::?[0-9]{2})?)?)?)?( BC)?");
    private static final int FRACTION_DIGITS = 9;

    /** True for the two ends of time, which are the same as date, timestamp and timestamptz. */
    static boolean isInfinite(String text) {
        return text.equals("infinity") || text.equals("-infinity");
    }

    /** What a text says; null when it is neither a date nor a timestamp. */
    static @Nullable DateTimeText parse(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches()) {
            return null;
        }
        try {
            int year = Integer.parseInt(form.group(1));
            LocalDateTime local = LocalDateTime.of(
                    form.group(9) == null ? year : 1 - year,
                    Integer.parseInt(form.group(2)),
                    Integer.parseInt(form.group(3)),
                    number(form.group(4)),
                    number(form.group(5)),
                    number(form.group(6)),
                    nanoseconds(form.group(7)));
            // There is no year zero in PostgreSQL.
            return year == 0 ? null : new DateTimeText(local, offset(form.group(8)));
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static int number(@Nullable String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }

    private static int nanoseconds(@Nullable String fraction) {
        return fraction == null ? 0 : Integer.parseInt(fraction + "0".repeat(FRACTION_DIGITS - fraction.length()));
    }

    private static @Nullable ZoneOffset offset(@Nullable String text) {
        if (text == null || text.equals("Z")) {
            return text == null ? null : ZoneOffset.UTC;
        }
        return ZoneOffset.of(text);
    }

    /** The date alone. */
    String date() {
        return dateOf(local) + era(local);
    }

    /** A moment in UTC as PostgreSQL writes a timestamptz. */
    static String utc(LocalDateTime moment) {
        StringBuilder text = new StringBuilder(dateOf(moment));
        text.append(String.format(" %02d:%02d:%02d", moment.getHour(), moment.getMinute(), moment.getSecond()));
        if (moment.getNano() > 0) {
            text.append('.').append(String.format("%09d", moment.getNano()).replaceAll("0+$", ""));
        }
        return text.append("+00").append(era(moment)).toString();
    }

    private static String dateOf(LocalDateTime moment) {
        int year = moment.getYear() > 0 ? moment.getYear() : 1 - moment.getYear();
        return String.format("%04d-%02d-%02d", year, moment.getMonthValue(), moment.getDayOfMonth());
    }

    private static String era(LocalDateTime moment) {
        return moment.getYear() > 0 ? "" : " BC";
    }
}
