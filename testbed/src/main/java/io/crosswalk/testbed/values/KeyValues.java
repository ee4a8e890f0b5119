package io.crosswalk.testbed.values;

import io.crosswalk.testbed.kamdental.values.LegacyIds;

import java.util.SplittableRandom;

/** Text keys in the formats that meet in one column over the years: CUIDs mostly, then cuid2, nanoid, UUID and slugs. */
final class KeyValues implements ValueMaker {

    private static final int UUID_LENGTH = 36;

    private final boolean uuids;

    /** @param length the greatest number of characters, -1 without a limit */
    KeyValues(int length) {
        this.uuids = length < 0 || length >= UUID_LENGTH;
    }

    @Override
    public String make(SplittableRandom random) {
        // A generator of its own for each value: two sessions with one seed may never meet in a counter.
        LegacyIds ids = new LegacyIds(random.split());
        int format = random.nextInt(100);
        if (format < 80) {
            return ids.cuid();
        }
        if (format < 86) {
            return ids.cuid2();
        }
        if (format < 92) {
            return ids.nanoid();
        }
        return format < 97 && uuids ? ids.uuid() : "no-" + TextValues.letters(random, 9);
    }
}
