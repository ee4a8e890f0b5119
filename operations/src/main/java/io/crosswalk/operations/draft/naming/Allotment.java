package io.crosswalk.operations.draft.naming;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Gives names within one schema or one table, none of them twice. The same calls in the same order give the same names. Belongs to one
 * thread.
 */
public final class Allotment {

    /** PostgreSQL cuts longer names in silence (manual, 4.1.1). */
    private static final int MOST_BYTES = 63;

    private static final int DIGEST_DIGITS = 8;

    private final String unnamed;
    private final UnaryOperator<String> unreserved;
    private final Map<String, String> owners = new HashMap<>();

    private Allotment(String unnamed, UnaryOperator<String> unreserved) {
        this.unnamed = unnamed;
        this.unreserved = unreserved;
    }

    /** For the tables of a schema: a reserved word becomes its plural. */
    public static Allotment ofTables() {
        return new Allotment("table_without_name", Nouns::plural);
    }

    /** For the columns of a table: a reserved word gets an underscore. */
    public static Allotment ofColumns() {
        return new Allotment("column_without_name", word -> word + "_");
    }

    /**
     * A name that was given.
     *
     * @param note why it is not simply the legacy name in snake case; empty when it is
     */
    public record Given(String name, Optional<String> note) {}

    /** Takes a name that is settled already; it may be taken more than once. */
    public void take(String name) {
        owners.putIfAbsent(name, name);
    }

    public boolean isTaken(String name) {
        return owners.containsKey(name);
    }

    /** A name for a legacy name. */
    public Given name(String legacy) {
        return name(legacy, SnakeCase.of(legacy));
    }

    /** A name for a legacy name, as close to a wanted one as possible. */
    public Given name(String legacy, String wanted) {
        List<String> notes = new ArrayList<>();
        String name = wanted;
        if (name.isEmpty()) {
            name = unnamed;
            notes.add("has no letters to make a name of");
        }
        if (ReservedWords.contains(name)) {
            notes.add(name + " is a reserved word");
            name = unreserved.apply(name);
        }
        if (bytes(name) > MOST_BYTES) {
            notes.add("its name in snake case is longer than " + MOST_BYTES + " bytes");
            name = cut(name, "_" + digest(legacy));
        }
        if (owners.containsKey(name)) {
            String owner = Objects.requireNonNull(owners.get(name));
            notes.add(name + " is taken" + (owner.equals(name) ? "" : " by " + owner));
            name = numbered(name);
        }
        owners.put(name, legacy);
        return new Given(
                name, notes.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", notes) + ": " + name));
    }

    /**
     * Names for several legacy names at once. Those that are in their final form already keep it, whatever the others want.
     *
     * @param legacy in the order that decides who gets the better name
     */
    public Map<String, Given> names(List<String> legacy) {
        Map<String, Given> given = new HashMap<>();
        Set<String> first = new HashSet<>();
        for (String name : legacy) {
            if (SnakeCase.of(name).equals(name) && first.add(name)) {
                given.put(name, name(name));
            }
        }
        for (String name : legacy) {
            if (!given.containsKey(name)) {
                given.put(name, name(name));
            }
        }
        return given;
    }

    private String numbered(String name) {
        int number = 2;
        String candidate = cut(name, "_" + number);
        while (owners.containsKey(candidate)) {
            number++;
            candidate = cut(name, "_" + number);
        }
        return candidate;
    }

    /** A name with a suffix, cut before the suffix where both are too long, never within a character. */
    private static String cut(String name, String suffix) {
        String head = name;
        while (bytes(head) + bytes(suffix) > MOST_BYTES) {
            head = head.substring(0, head.offsetByCodePoints(head.length(), -1));
        }
        return head + suffix;
    }

    private static int bytes(String name) {
        return name.getBytes(StandardCharsets.UTF_8).length;
    }

    private static String digest(String legacy) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(legacy.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, DIGEST_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
