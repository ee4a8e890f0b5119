package io.crosswalk.testbed.kamdental.values;

import java.time.Instant;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * Makes identifiers as the legacy application holds them: mostly CUIDs ({@code c}, 8 base-36 digits of time, 4 of a
 * counter, 4 of a fingerprint, 8 of chance), and the other formats that crept in over the years. For one thread.
 */
public final class LegacyIds {

    /** The application's first day. */
    public static final long FIRST_DAY_MILLIS =
            Instant.parse("2021-01-01T00:00:00Z").toEpochMilli();

    /** The end of the period that seeded rows come from. */
    public static final long LAST_DAY_MILLIS =
            Instant.parse("2026-06-30T00:00:00Z").toEpochMilli();

    private static final String BASE36 = "0123456789abcdefghijklmnopqrstuvwxyz";
    private static final String URL_SAFE = "useandom-26T198340PX75pxJACKVERYMINDBUSHWOLF_GQZbfghjklqvwyzrict";
    private static final int COUNTER_LIMIT = 36 * 36 * 36 * 36;

    private final SplittableRandom random;
    private final String fingerprint;
    private int counter;

    public LegacyIds(SplittableRandom random) {
        this.random = random;
        this.fingerprint = base36(random.nextInt(COUNTER_LIMIT), 4);
        this.counter = random.nextInt(COUNTER_LIMIT);
    }

    /** A CUID minted at that time. */
    public String cuid(long epochMillis) {
        counter = (counter + 1) % COUNTER_LIMIT;
        return "c" + base36(epochMillis, 8) + base36(counter, 4) + fingerprint + chance(BASE36, 36, 8);
    }

    /** A CUID minted at some time of the seeded period. */
    public String cuid() {
        return cuid(random.nextLong(FIRST_DAY_MILLIS, LAST_DAY_MILLIS));
    }

    /** 24 characters that start with a letter other than c, as newer libraries make them. */
    public String cuid2() {
        return chance("abdefghijklmnopqrstuvwxyz", 25, 1) + chance(BASE36, 36, 23);
    }

    /** 21 URL-safe characters. */
    public String nanoid() {
        return chance(URL_SAFE, 64, 21);
    }

    /** A random UUID (RFC 9562, version 4) in lower case. */
    public String uuid() {
        long high = (random.nextLong() & ~0xF000L) | 0x4000L;
        long low = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low).toString();
    }

    private String chance(String alphabet, int letters, int length) {
        char[] text = new char[length];
        for (int i = 0; i < length; i++) {
            text[i] = alphabet.charAt(random.nextInt(letters));
        }
        return new String(text);
    }

    private static String base36(long value, int width) {
        char[] text = new char[width];
        long rest = value;
        for (int i = width - 1; i >= 0; i--) {
            text[i] = BASE36.charAt((int) (rest % 36));
            rest /= 36;
        }
        return new String(text);
    }
}
