package io.crosswalk.testbed.values;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Texts that match a simple regular expression: a sequence of characters and classes, each with an optional count, between {@code ^} and
 * {@code $}. Groups and alternatives are not understood.
 */
final class PatternValues implements ValueMaker {

    private static final Pattern PART =
            Pattern.compile("(\\[[^\\]]+\\]|\\\\.|[^\\[\\\\])(\\{(\\d+)(?:,(\\d+))?\\}|[+*?])?");
    private static final int MOST_REPEATED = 6;

    /** Some characters, and how often one of them stands there. */
    private record Part(String characters, int least, int most) {}

    private final List<Part> parts = new ArrayList<>();

    PatternValues(String pattern) {
        Matcher part = PART.matcher(pattern.replaceFirst("^\\^", "").replaceFirst("\\$$", ""));
        while (part.find()) {
            parts.add(part(part));
        }
    }

    private static Part part(Matcher part) {
        String characters = characters(part.group(1));
        if (part.group(2) == null) {
            return new Part(characters, 1, 1);
        }
        return switch (part.group(2)) {
            case "?" -> new Part(characters, 0, 1);
            case "*" -> new Part(characters, 0, MOST_REPEATED);
            case "+" -> new Part(characters, 1, MOST_REPEATED);
            default -> {
                int least = Integer.parseInt(part.group(3));
                yield new Part(characters, least, part.group(4) == null ? least : Integer.parseInt(part.group(4)));
            }
        };
    }

    private static String characters(String written) {
        if (written.startsWith("\\")) {
            return written.equals("\\d") ? "0123456789" : written.substring(1);
        }
        if (!written.startsWith("[")) {
            return written.equals(".") ? "abcdef" : written;
        }
        StringBuilder characters = new StringBuilder();
        for (int i = 1; i < written.length() - 1; i++) {
            if (i + 2 < written.length() - 1 && written.charAt(i + 1) == '-') {
                for (char c = written.charAt(i); c <= written.charAt(i + 2); c++) {
                    characters.append(c);
                }
                i += 2;
            } else {
                characters.append(written.charAt(i));
            }
        }
        return characters.toString();
    }

    @Override
    public String make(SplittableRandom random) {
        StringBuilder text = new StringBuilder();
        for (Part part : parts) {
            int times = random.nextInt(part.least(), part.most() + 1);
            for (int i = 0; i < times; i++) {
                text.append(part.characters()
                        .charAt(random.nextInt(part.characters().length())));
            }
        }
        return text.toString();
    }
}
