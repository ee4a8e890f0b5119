package io.crosswalk.operations.plan.design;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Chooses names of at most 63 bytes (PostgreSQL cuts longer ones silently) that are free. One instance for one name space; belongs to
 * one thread.
 */
public final class Names {

    private static final int LONGEST_BYTES = 63;

    private final Set<String> taken = new HashSet<>();

    /** A free name made of a table, some columns and a suffix, as PostgreSQL itself would choose it. */
    public String choose(String table, List<String> columns, String suffix) {
        String base = columns.isEmpty() ? table : table + "_" + String.join("_", columns);
        return choose(base, "_" + suffix);
    }

    /** A free name: the base, cut where necessary, perhaps a number, and the suffix. */
    public String choose(String base, String suffix) {
        for (int number = 0; ; number++) {
            String end = (number == 0 ? "" : String.valueOf(number)) + suffix;
            String name = cut(base, LONGEST_BYTES - bytes(end)) + end;
            if (taken.add(name)) {
                return name;
            }
        }
    }

    private static String cut(String text, int longest) {
        String cut = text;
        while (bytes(cut) > longest) {
            cut = cut.substring(0, cut.offsetByCodePoints(cut.length(), -1));
        }
        return cut;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
