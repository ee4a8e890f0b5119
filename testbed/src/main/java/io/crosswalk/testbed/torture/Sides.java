package io.crosswalk.testbed.torture;

/**
 * The tables that an image is read from, as SQL writes them on one side.
 *
 * @param left amounts
 * @param right amounts that make up for the left ones
 * @param seat places
 * @param history one row for each transaction
 */
public record Sides(String left, String right, String seat, String history) {

    /** On the legacy side. */
    public static final Sides LEGACY = new Sides(
            TortureTables.LEFT.quoted(),
            TortureTables.RIGHT.quoted(),
            TortureTables.SEAT.quoted(),
            TortureTables.HISTORY.quoted());

    /** An expression that tells a state of the three tables from all others. It reads what no mapping changes. */
    public String digest() {
        return "(SELECT md5(concat_ws(';', (SELECT sum(hashtextextended(label || ':' || amount, 0)) FROM " + left
                + "), (SELECT sum(hashtextextended(label || ':' || amount, 1)) FROM " + right
                + "), (SELECT sum(hashtextextended(label || ':' || place, 2)) FROM " + seat
                + "), (SELECT count(*) FROM " + left + "), (SELECT count(*) FROM " + right
                + "), (SELECT count(*) FROM " + seat + "))))";
    }

    /** An expression that is zero in every committed state. */
    public String sum() {
        return "(coalesce((SELECT sum(amount) FROM " + left + "), 0) + coalesce((SELECT sum(amount) FROM " + right
                + "), 0))";
    }
}
