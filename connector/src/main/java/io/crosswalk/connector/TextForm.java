package io.crosswalk.connector;

import org.postgresql.util.PGInterval;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Values as PostgreSQL prints them with DateStyle ISO, IntervalStyle postgres, TimeZone UTC and extra_float_digits 1 or more
 * (PostgreSQL manual, 8.1.3, 8.5.2 and 8.5.5).
 */
final class TextForm {

    private static final int DOUBLE_FIXED_DIGITS = 15;
    private static final int FLOAT_FIXED_DIGITS = 6;
    private static final int SMALLEST_FIXED_EXPONENT = -4;
    private static final int NANOS_PER_MICRO = 1000;
    private static final Pattern NUMBER = Pattern.compile("-?\\d[\\d.]*(?:E-?\\d+)?");

    private TextForm() {}

    static String of(double value) {
        return number(Double.toString(value), DOUBLE_FIXED_DIGITS, text -> Double.parseDouble(text) == value, value);
    }

    static String of(float value) {
        return number(Float.toString(value), FLOAT_FIXED_DIGITS, text -> Float.parseFloat(text) == value, value);
    }

    private static String number(String java, int fixedDigits, Predicate<String> same, double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return java;
        }
        if (value == 0) {
            return java.startsWith("-") ? "-0" : "0";
        }
        BigDecimal shortest = shortest(new BigDecimal(java).stripTrailingZeros(), same);
        int exponent = shortest.precision() - shortest.scale() - 1;
        if (exponent >= SMALLEST_FIXED_EXPONENT && exponent < fixedDigits) {
            return shortest.toPlainString();
        }
        String digits = shortest.unscaledValue().abs().toString();
        String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
        return (shortest.signum() < 0 ? "-" : "") + digits.charAt(0) + fraction + "e" + (exponent < 0 ? "-" : "+")
                + (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
    }

    // Up to Java 18 toString writes more digits than needed now and then (JDK-4511638).
    private static BigDecimal shortest(BigDecimal decimal, Predicate<String> same) {
        BigDecimal best = decimal;
        while (best.precision() > 1) {
            BigDecimal shorter = best.round(new MathContext(best.precision() - 1, RoundingMode.HALF_EVEN))
                    .stripTrailingZeros();
            if (!same.test(shorter.toString())) {
                return best;
            }
            best = shorter;
        }
        return best;
    }

    static String of(LocalDate date) {
        return yearMonthDay(date) + era(date);
    }

    static String of(LocalTime time) {
        StringBuilder text = new StringBuilder(15);
        two(text, time.getHour()).append(':');
        two(text, time.getMinute()).append(':');
        two(text, time.getSecond());
        return text.append(fraction(time.getNano() / NANOS_PER_MICRO)).toString();
    }

    /** A timestamp; {@code zone} is what stands between time and era, for example {@code +00}. */
    static String of(LocalDateTime timestamp, String zone) {
        return yearMonthDay(timestamp.toLocalDate()) + " " + of(timestamp.toLocalTime()) + zone
                + era(timestamp.toLocalDate());
    }

    private static String yearMonthDay(LocalDate date) {
        int year = date.getYear() > 0 ? date.getYear() : 1 - date.getYear();
        StringBuilder text = new StringBuilder(16);
        String digits = Integer.toString(year);
        text.append("0".repeat(Math.max(0, 4 - digits.length()))).append(digits).append('-');
        two(text, date.getMonthValue()).append('-');
        return two(text, date.getDayOfMonth()).toString();
    }

    private static String era(LocalDate date) {
        return date.getYear() > 0 ? "" : " BC";
    }

    private static StringBuilder two(StringBuilder text, int number) {
        return (number < 10 ? text.append('0') : text).append(number);
    }

    private static String fraction(int micros) {
        if (micros == 0) {
            return "";
        }
        int end = 6;
        String digits = String.format("%06d", micros);
        while (digits.charAt(end - 1) == '0') {
            end--;
        }
        return "." + digits.substring(0, end);
    }

    static String of(PGInterval interval) {
        StringBuilder text = new StringBuilder();
        boolean negative = part(text, interval.getYears(), "year", false);
        negative = part(text, interval.getMonths(), "mon", negative);
        negative = part(text, interval.getDays(), "day", negative);
        int hours = interval.getHours();
        int minutes = interval.getMinutes();
        int seconds = interval.getWholeSeconds();
        int micros = interval.getMicroSeconds();
        if (text.length() == 0 || hours != 0 || minutes != 0 || seconds != 0 || micros != 0) {
            boolean minus = hours < 0 || minutes < 0 || seconds < 0 || micros < 0;
            text.append(text.length() == 0 ? "" : " ").append(minus ? "-" : negative ? "+" : "");
            two(text, Math.abs(hours)).append(':');
            two(text, Math.abs(minutes)).append(':');
            two(text, Math.abs(seconds)).append(fraction(Math.abs(micros)));
        }
        return text.toString();
    }

    // A positive part after a negative one carries a plus sign: what follows says whether this part was negative.
    private static boolean part(StringBuilder text, int number, String unit, boolean afterNegative) {
        if (number == 0) {
            return afterNegative;
        }
        text.append(text.length() == 0 ? "" : " ")
                .append(afterNegative && number > 0 ? "+" : "")
                .append(number)
                .append(' ')
                .append(unit)
                .append(number == 1 ? "" : "s");
        return number < 0;
    }

    /** The driver's text of a geometric value: the same shape, but numbers in Java's notation. */
    static String ofGeometry(String driverText) {
        return NUMBER.matcher(driverText)
                .replaceAll(number -> Matcher.quoteReplacement(of(Double.parseDouble(number.group()))));
    }

    static String of(byte[] bytes) {
        char[] hex = new char[2 + 2 * bytes.length];
        hex[0] = '\\';
        hex[1] = 'x';
        for (int i = 0; i < bytes.length; i++) {
            hex[2 + 2 * i] = Character.forDigit(bytes[i] >> 4 & 0xF, 16);
            hex[3 + 2 * i] = Character.forDigit(bytes[i] & 0xF, 16);
        }
        return new String(hex);
    }
}
