package io.crosswalk.transformer.yaml;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.Locale;

/** The known word that somebody probably meant: the one with the smallest edit distance, if that is small enough. */
public final class Nearest {

    /** Longer words than PostgreSQL's names are not compared: the work grows with the square of the length. */
    private static final int LONGEST = 128;

    private Nearest() {}

    /** A question that names the nearest word, or null when none is near. */
    public static @Nullable String suggest(String word, Collection<String> known) {
        String nearest = of(word, known);
        return nearest == null ? null : "did you mean \"" + nearest + "\"?";
    }

    /** The nearest word; null when none is near. */
    public static @Nullable String of(String word, Collection<String> known) {
        if (word.length() > LONGEST) {
            return null;
        }
        String nearest = null;
        int least = Math.max(1, word.length() / 3) + 1;
        for (String candidate : known) {
            int distance = candidate.length() > LONGEST ? least : distance(plain(word), plain(candidate));
            if (distance < least) {
                least = distance;
                nearest = candidate;
            }
        }
        return nearest;
    }

    /** Case and separators are what people get wrong most: metric_values for MetricValues. */
    private static String plain(String word) {
        return word.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
    }

    /** How many letters have to be inserted, removed, replaced or swapped with their neighbour. */
    private static int distance(String left, String right) {
        int[][] distances = new int[left.length() + 1][right.length() + 1];
        for (int i = 0; i <= left.length(); i++) {
            for (int j = 0; j <= right.length(); j++) {
                distances[i][j] = i == 0 || j == 0 ? i + j : distance(distances, left, i, right, j);
            }
        }
        return distances[left.length()][right.length()];
    }

    private static int distance(int[][] distances, String left, int i, String right, int j) {
        boolean same = left.charAt(i - 1) == right.charAt(j - 1);
        int changed = 1 + Math.min(distances[i - 1][j], distances[i][j - 1]);
        int least = Math.min(changed, distances[i - 1][j - 1] + (same ? 0 : 1));
        boolean swapped = i > 1
                && j > 1
                && left.charAt(i - 1) == right.charAt(j - 2)
                && left.charAt(i - 2) == right.charAt(j - 1);
        return swapped ? Math.min(least, distances[i - 2][j - 2] + 1) : least;
    }
}
