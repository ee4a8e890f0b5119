package io.crosswalk.pipeline.transaction;

/**
 * A commit position in the source's WAL: the end of a transaction's commit record, the only thing that is globally ordered.
 * Never the position of a single event.
 *
 * @param lsn the 64-bit log sequence number, unsigned (PostgreSQL manual, 8.20 "pg_lsn type")
 */
public record Position(long lsn) implements Comparable<Position> {

    /** Before everything. */
    public static final Position ZERO = new Position(0);

    /** After everything. */
    public static final Position LAST = new Position(-1L);

    /**
     * Reads PostgreSQL's text form, two hexadecimal numbers with a slash: {@code 16/B374D848}.
     *
     * @throws IllegalArgumentException when the text has another form
     */
    public static Position parse(String text) {
        int slash = text.indexOf('/');
        return new Position(
                (hexadecimal(text, 0, Math.max(0, slash)) << 32) | hexadecimal(text, slash + 1, text.length()));
    }

    // Long.parseLong would take signs and the digits of other scripts.
    private static long hexadecimal(String text, int from, int to) {
        boolean digits = text.substring(from, to).chars().allMatch(c -> c < 128 && Character.digit(c, 16) >= 0);
        if (to - from < 1 || to - from > 8 || !digits) {
            throw new IllegalArgumentException("not a log sequence number: " + text);
        }
        return Long.parseLong(text, from, to, 16);
    }

    public boolean isAfter(Position other) {
        return compareTo(other) > 0;
    }

    /** The bytes of WAL from {@code earlier} to here; never negative. */
    public long bytesSince(Position earlier) {
        return Math.max(0, lsn - earlier.lsn);
    }

    @Override
    public int compareTo(Position other) {
        return Long.compareUnsigned(lsn, other.lsn);
    }

    @Override
    public String toString() {
        return String.format("%X/%X", lsn >>> 32, lsn & 0xFFFFFFFFL);
    }
}
