package io.crosswalk.app.terminal;

import java.util.Locale;

/** Numbers as people read them, the same in every locale. */
public final class Figures {

    private static final String[] BYTE_UNITS = {"kB", "MB", "GB", "TB", "PB"};

    private Figures() {}

    public static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    public static String rows(long number) {
        return count(number) + (number == 1 ? " row" : " rows");
    }

    /** Powers of 1024 with the names that PostgreSQL gives them. */
    public static String bytes(long bytes) {
        if (bytes < 10 * 1024) {
            return count(bytes) + " bytes";
        }
        double value = bytes / 1024.0;
        int unit = 0;
        while (value >= 1024 && unit < BYTE_UNITS.length - 1) {
            value /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, value < 100 ? "%.1f %s" : "%.0f %s", value, BYTE_UNITS[unit]);
    }

    public static String seconds(long seconds) {
        if (seconds < 60) {
            return seconds + "s";
        }
        if (seconds < 3600) {
            return seconds / 60 + "m" + String.format(Locale.ROOT, "%02d", seconds % 60) + "s";
        }
        return seconds / 3600 + "h" + String.format(Locale.ROOT, "%02d", seconds % 3600 / 60) + "m";
    }

    public static String percent(double fraction) {
        return String.format(Locale.ROOT, "%3d%%", (int) Math.floor(fraction * 100));
    }

    public static String bar(double fraction, int width) {
        int full = (int) Math.floor(Math.max(0, Math.min(1, fraction)) * width);
        return "[" + "#".repeat(full) + "-".repeat(width - full) + "]";
    }
}
