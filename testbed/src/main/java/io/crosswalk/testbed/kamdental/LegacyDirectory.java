package io.crosswalk.testbed.kamdental;

import io.crosswalk.testbed.kamdental.values.LegacyIds;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The identifiers of all rows that others refer to. A few of them are no CUIDs, in several tables, so that children hold
 * foreign keys in these formats too.
 */
record LegacyDirectory(List<Clinic> clinics, List<String> admins, List<String> definitions) {

    static final int DEFINITIONS = 30;
    private static final int ADMINS = 3;
    private static final int USERS_PER_CLINIC = 5;
    private static final int PROVIDERS_PER_CLINIC = 6;
    private static final int SOURCES_PER_CLINIC = 2;

    /** A clinic and who and what belongs to it. */
    record Clinic(String id, List<String> users, List<String> providers, List<String> dataSources) {}

    static LegacyDirectory generate(LegacyIds ids, int clinics) {
        List<Clinic> all = new ArrayList<>();
        for (int i = 0; i < clinics; i++) {
            String id = i == 0 ? "main-street-clinic" : i == 7 ? ids.uuid() : ids.cuid();
            all.add(new Clinic(
                    id,
                    several(USERS_PER_CLINIC, i == 0, ids::nanoid, ids),
                    several(PROVIDERS_PER_CLINIC, i == 0 || i == 4, ids::uuid, ids),
                    several(SOURCES_PER_CLINIC, i == 0 || i == 2, ids::cuid2, ids)));
        }
        return new LegacyDirectory(
                List.copyOf(all),
                several(ADMINS, false, ids::uuid, ids),
                several(DEFINITIONS, true, () -> "1042", ids));
    }

    private static List<String> several(int count, boolean odd, Supplier<String> oddOne, LegacyIds ids) {
        List<String> several = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            several.add(odd && i == count / 2 ? oddOne.get() : ids.cuid());
        }
        return List.copyOf(several);
    }
}
