package io.crosswalk.operations.draft.sampling;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Values of one place and how often each was seen. It has no text form, so that no value gets anywhere by accident.
 */
final class ValueSample {

    /** No id is longer; longer texts are cut when they are read, so that they count as values that are no ids. */
    static final int LONGEST = 100;

    private final Map<String, Integer> counts = new TreeMap<>();
    private int size;

    void add(String value) {
        counts.merge(value, 1, Integer::sum);
        size++;
    }

    /** How many values were seen, repetitions included. */
    int size() {
        return size;
    }

    /** The different values that may be ids. */
    List<String> distinct() {
        return counts.keySet().stream()
                .filter(value -> !value.isEmpty() && value.length() <= LONGEST)
                .toList();
    }

    /** How many in a hundred of the values seen are among the given ones. */
    int percent(Collection<String> matching) {
        long matched = matching.stream()
                .mapToLong(value -> counts.getOrDefault(value, 0))
                .sum();
        return size == 0 ? 0 : Math.toIntExact(Math.round(100.0 * matched / size));
    }

    @Override
    public String toString() {
        return size + " values";
    }
}
