package io.crosswalk.transformer.yaml;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A value of a YAML file, with its path in the file: a scalar, a list or a map. Made for readers of records: every question that
 * the file answers wrongly becomes a {@link Problem} and gets a harmless stand-in as its answer (the empty text, the least number),
 * so that reading goes on and finds the other problems too; call {@link Problems#throwIfAny} before using what was read.
 *
 * <p>A map remembers the keys it was asked for: {@link #rejectUnknownKeys} then reports the others, with the nearest known key as
 * suggestion. A missing node (the stand-in for a map that is not there) answers every question with a stand-in, in silence.
 *
 * <p>Belongs to one thread.
 */
public final class YamlNode {

    /** Ten times the largest file that makes sense; far below what would hurt the heap. */
    public static final int MOST_CHARACTERS = 2_000_000;

    /** What a node is. Numbers and booleans are known as such only when they are written without quotes. */
    public enum Kind {
        MISSING,
        NULL,
        TEXT,
        NUMBER,
        BOOLEAN,
        LIST,
        MAP
    }

    private final Kind kind;
    private final String scalar;
    private final List<YamlNode> items;
    private final Map<String, YamlNode> entries;
    private final String path;
    private final Problems problems;
    private final Set<String> askedFor = new LinkedHashSet<>();

    private YamlNode(
            Kind kind,
            String scalar,
            List<YamlNode> items,
            Map<String, YamlNode> entries,
            String path,
            Problems problems) {
        this.kind = kind;
        this.scalar = scalar;
        this.items = items;
        this.entries = entries;
        this.path = path;
        this.problems = problems;
    }

    /**
     * Reads a file. Duplicate keys and aliases are reported and reading goes on.
     *
     * @return the root
     * @throws InvalidFileException when the text is no YAML, is too long or nested too deeply: then nothing else can be said about it
     */
    public static YamlNode read(String yaml, Problems problems) {
        Objects.requireNonNull(problems, "problems");
        if (yaml.length() > MOST_CHARACTERS) {
            problems.add("", "the file is longer than " + MOST_CHARACTERS + " characters");
            problems.throwIfAny();
        }
        return YamlTree.read(yaml, problems);
    }

    static YamlNode missing(String path, Problems problems) {
        return new YamlNode(Kind.MISSING, "", List.of(), Map.of(), path, problems);
    }

    static YamlNode scalar(Kind kind, String text, String path, Problems problems) {
        return new YamlNode(kind, text, List.of(), Map.of(), path, problems);
    }

    static YamlNode list(List<YamlNode> items, String path, Problems problems) {
        return new YamlNode(Kind.LIST, "", List.copyOf(items), Map.of(), path, problems);
    }

    static YamlNode map(Map<String, YamlNode> entries, String path, Problems problems) {
        return new YamlNode(Kind.MAP, "", List.of(), new LinkedHashMap<>(entries), path, problems);
    }

    /** The path of a key below a path; keys that hold a dot are quoted. */
    public static String join(String path, String key) {
        String step = key.isEmpty() || key.indexOf('.') >= 0 ? '"' + key + '"' : key;
        return path.isEmpty() ? step : path + "." + step;
    }

    public Kind kind() {
        return kind;
    }

    /** Where this value stands in its file. */
    public String path() {
        return path;
    }

    /** True unless this is a stand-in for something that is not in the file. */
    public boolean isPresent() {
        return kind != Kind.MISSING;
    }

    /** Reports a problem with this value. */
    public void report(String message) {
        problems.add(path, message);
    }

    /** Reports a problem with this value, and what to do about it. */
    public void report(String message, String suggestion) {
        problems.add(path, message, suggestion);
    }

    // Scalars: this node itself.

    /** This value as text. Numbers and booleans are taken as they are written. */
    public String text() {
        if (kind == Kind.TEXT || kind == Kind.NUMBER || kind == Kind.BOOLEAN) {
            return scalar;
        }
        expected("a text");
        return "";
    }

    /** This value as a whole number within bounds. */
    public long integer(long least, long most) {
        if (kind == Kind.NUMBER) {
            try {
                long value = Long.parseLong(scalar.replace("_", ""));
                if (value >= least && value <= most) {
                    return value;
                }
            } catch (NumberFormatException e) {
                // Reported below, together with numbers out of bounds.
            }
        }
        expected("a whole number from " + least + " to " + most);
        return least;
    }

    /** This value as a duration within bounds, written as 500ms, 5s, 2m, 1h or 7d. */
    public Duration duration(Duration least, Duration most) {
        Duration value = kind == Kind.TEXT ? Durations.parse(scalar) : null;
        if (value != null && value.compareTo(least) >= 0 && value.compareTo(most) <= 0) {
            return value;
        }
        expected("a duration from " + Durations.format(least) + " to " + Durations.format(most)
                + ", written as 500ms, 5s, 2m or 1h");
        return least;
    }

    /** This value as true or false. */
    public boolean flag() {
        if (kind == Kind.BOOLEAN) {
            return scalar.equals("true");
        }
        expected("true or false");
        return false;
    }

    // Lists and maps: what is below this node.

    /** The items of this list. A single value that is neither null nor a list counts as a list of one. */
    public List<YamlNode> itemsOrSelf() {
        return switch (kind) {
            case LIST -> items;
            case TEXT, NUMBER, BOOLEAN, MAP -> List.of(this);
            case NULL, MISSING -> items();
        };
    }

    /** The items of this list. */
    public List<YamlNode> items() {
        if (kind != Kind.LIST) {
            expected("a list");
        }
        return items;
    }

    /** The entries of this map in the order of the file; all count as asked for. */
    public Map<String, YamlNode> entries() {
        if (kind != Kind.MAP) {
            expected("a map (key: value)");
        }
        askedFor.addAll(entries.keySet());
        return entries;
    }

    /** The keys of this map; none for anything else. */
    public List<String> keys() {
        return List.copyOf(entries.keySet());
    }

    /** The value of a key of this map, if it is there and not null. */
    public Optional<YamlNode> optional(String key) {
        askedFor.add(key);
        if (kind != Kind.MAP) {
            expected("a map with the key " + key);
            return Optional.empty();
        }
        return Optional.ofNullable(entries.get(key)).filter(node -> node.kind != Kind.NULL && node.isPresent());
    }

    /** The value of a key of this map, null values included. */
    public Optional<YamlNode> optionalOrNull(String key) {
        askedFor.add(key);
        return Optional.ofNullable(entries.get(key));
    }

    /** The value of a key of this map; a missing node, and a problem, when it is not there. */
    public YamlNode required(String key) {
        Optional<YamlNode> found = optional(key);
        YamlNode unreadable = entries.get(key);
        if (unreadable != null && !unreadable.isPresent()) {
            return unreadable;
        }
        if (found.isEmpty() && kind == Kind.MAP) {
            problems.add(join(path, key), "a value is missing");
        }
        return found.orElseGet(() -> missing(join(path, key), problems));
    }

    public String text(String key) {
        return required(key).text();
    }

    public String text(String key, String otherwise) {
        return optional(key).map(YamlNode::text).orElse(otherwise);
    }

    public Optional<String> optionalText(String key) {
        return optional(key).map(YamlNode::text);
    }

    public long integer(String key, long least, long most) {
        return required(key).integer(least, most);
    }

    public long integer(String key, long otherwise, long least, long most) {
        return optional(key).map(node -> node.integer(least, most)).orElse(otherwise);
    }

    public Duration duration(String key, Duration otherwise, Duration least, Duration most) {
        return optional(key).map(node -> node.duration(least, most)).orElse(otherwise);
    }

    public boolean flag(String key, boolean otherwise) {
        return optional(key).map(YamlNode::flag).orElse(otherwise);
    }

    /** The texts of a list under a key, or the one text that stands there alone; empty when the key is not there. */
    public List<String> texts(String key) {
        return optional(key)
                .map(node -> node.itemsOrSelf().stream().map(YamlNode::text).toList())
                .orElse(List.of());
    }

    /** Reports every key that nobody asked for. To be called after all questions. */
    public void rejectUnknownKeys() {
        List<String> known = new ArrayList<>(askedFor);
        for (String key : entries.keySet()) {
            if (!askedFor.contains(key)) {
                String suggestion = Nearest.suggest(key, known);
                problems.add(
                        join(path, key),
                        "unknown key",
                        suggestion == null ? "known here: " + String.join(", ", known) : suggestion);
            }
        }
    }

    private void expected(String wanted) {
        if (kind == Kind.MISSING) {
            return; // Whoever made the stand-in has reported why.
        }
        String found = switch (kind) {
            case LIST -> "a list";
            case MAP -> "a map";
            case NULL -> "nothing";
            default -> Problems.shown(path, scalar);
        };
        problems.add(path, "expected " + wanted + ", found " + found);
    }
}
