package io.crosswalk.transformer.keys;

import org.jspecify.annotations.Nullable;

import java.util.UUID;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/**
 * The arithmetic between CUIDs and UUIDs, both ways and without a table.
 *
 * <p>A CUID is {@code c} and exactly 24 lower-case base36 digits; the first eight of them are the milliseconds since 1970.
 * A UUID has 122 free bits (RFC 9562, section 4: all but version and variant). Two ranges of CUIDs fit them:
 *
 * <ul>
 *   <li>those minted from 2012-10-01 to 2033-12-02 are UUIDv8: legacy ids on their way into the new schema;
 *   <li>those dated from 2034-01-04 to 2055 are UUIDv4: rows born in the new schema on their way back.
 * </ul>
 *
 * <p>The first range ends (2017115736965 ms) before the second one starts (2020000000000 ms), so both directions are
 * unambiguous. Within a range the order is kept: CUIDs sorted by code point give UUIDs sorted by text or unsigned bytes
 * ({@link UUID#compareTo} is neither: it compares signed).
 *
 * <p>Stateless and safe from any thread. The SQL functions {@code crosswalk.uuid_of} and {@code crosswalk.cuid_of} give
 * the same answers.
 */
public final class CuidBijection {

    private static final int CUID_LENGTH = 25;
    private static final int HALF = 12;
    private static final int VERSION_OF_LEGACY_IDS = 8;
    private static final int VERSION_OF_NEW_IDS = 4;

    private static final long POWER_4 = 36L * 36 * 36 * 36;
    private static final long POWER_12 = POWER_4 * POWER_4 * POWER_4;

    // The first digits of a range: its milliseconds take eight digits, so four more complete the upper half of twelve,
    // and the lower half of the range's start is zero. That is why a start is subtracted from the upper half alone.
    private static final long LEGACY_IDS_START = 1_349_049_600_000L * POWER_4;
    private static final long NEW_IDS_START = 2_020_000_000_000L * POWER_4;

    // 36^12 = 2^24 * 3^24: dividing 122 bits by it takes three plain divisions by a 39-bit number.
    private static final long POWER_12_ODD_PART = POWER_12 >> 24;
    private static final long MASK_24 = (1L << 24) - 1;
    private static final long MASK_62 = (1L << 62) - 1;

    private CuidBijection() {}

    /** The UUID of a CUID in one of the two ranges; null for every other text. */
    public static @Nullable UUID toUuid(String cuid) {
        if (cuid.length() != CUID_LENGTH || cuid.charAt(0) != 'c') {
            return null;
        }
        long upper = digits(cuid, 1);
        long lower = digits(cuid, 1 + HALF);
        if (upper < 0 || lower < 0) {
            return null;
        }
        UUID legacyId = pack(upper - LEGACY_IDS_START, lower, VERSION_OF_LEGACY_IDS);
        return legacyId != null ? legacyId : pack(upper - NEW_IDS_START, lower, VERSION_OF_NEW_IDS);
    }

    /**
     * The CUID of a UUIDv8 (the one it came from) or of a UUIDv4 (a well-formed one with a date after 2033); null for
     * every other version or variant. A UUIDv4 that was a legacy id itself, kept as it is, also gets a CUID here:
     * whoever goes back asks {@code crosswalk.id_mappings} first.
     */
    public static @Nullable String toCuid(UUID uuid) {
        if (uuid.variant() != 2) {
            return null;
        }
        return switch (uuid.version()) {
            case VERSION_OF_LEGACY_IDS -> unpack(uuid, LEGACY_IDS_START);
            case VERSION_OF_NEW_IDS -> unpack(uuid, NEW_IDS_START);
            default -> null;
        };
    }

    /** Twelve base36 digits as a number (36^12 is below 2^63), or -1. ASCII only: Character.digit takes any script's. */
    private static long digits(String text, int start) {
        long value = 0;
        for (int i = start; i < start + HALF; i++) {
            char c = text.charAt(i);
            int digit;
            if (c >= '0' && c <= '9') {
                digit = c - '0';
            } else if (c >= 'a' && c <= 'z') {
                digit = c - 'a' + 10;
            } else {
                return -1;
            }
            value = value * 36 + digit;
        }
        return value;
    }

    /** upper * 36^12 + lower as the 122 free bits of a UUID, from the top; null when it is negative or takes more. */
    private static @Nullable UUID pack(long upper, long lower, int version) {
        if (upper < 0) {
            return null;
        }
        long low = upper * POWER_12 + lower;
        long carry = Long.compareUnsigned(low, lower) < 0 ? 1 : 0;
        long high = Math.multiplyHigh(upper, POWER_12) + carry;
        if (high >>> 58 != 0) {
            return null;
        }
        long top60 = high << 2 | low >>> 62;
        long most = top60 >>> 12 << 16 | (long) version << 12 | top60 & 0xfff;
        return new UUID(most, Long.MIN_VALUE | low & MASK_62);
    }

    private static String unpack(UUID uuid, long start) {
        long most = uuid.getMostSignificantBits();
        long top60 = most >>> 16 << 12 | most & 0xfff;
        long high = top60 >>> 2;
        long low = top60 << 62 | uuid.getLeastSignificantBits() & MASK_62;

        // The quotient and the remainder by 36^12: long division of the 98 bits above the lowest 24, as 50 + 24 + 24.
        long first = high >>> 8;
        long second = first % POWER_12_ODD_PART << 24 | (high & 0xff) << 16 | low >>> 48;
        long third = second % POWER_12_ODD_PART << 24 | low >>> 24 & MASK_24;
        long upper = first / POWER_12_ODD_PART << 48 | second / POWER_12_ODD_PART << 24 | third / POWER_12_ODD_PART;
        long lower = third % POWER_12_ODD_PART << 24 | low & MASK_24;

        byte[] cuid = new byte[CUID_LENGTH];
        cuid[0] = 'c';
        write(upper + start, cuid, 1);
        write(lower, cuid, 1 + HALF);
        return new String(cuid, ISO_8859_1);
    }

    private static void write(long value, byte[] text, int start) {
        long rest = value;
        for (int i = start + HALF - 1; i >= start; i--) {
            long next = rest / 36;
            int digit = (int) (rest - next * 36);
            text[i] = (byte) (digit < 10 ? '0' + digit : 'a' + digit - 10);
            rest = next;
        }
    }
}
