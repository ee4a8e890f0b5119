package io.crosswalk.transformer.yaml;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Where the values of a YAML text stand in it, for whoever adds to the text without touching the rest. Meant for texts that
 * {@link YamlNode} reads without problems. Immutable.
 */
public final class YamlOutline {

    private final String yaml;
    /** The offset of each character: the parser counts characters, Java counts halves of those beyond the basic plane. */
    private final int[] offsets;

    private final Place root;

    /**
     * One value.
     *
     * @param entries what is below a map, in order
     * @param items what is below a list
     * @param flow whether a map or list is written in braces or brackets
     * @param column where the first key of a map begins in its line, from 0
     * @param end the offset after the last character of the value: of its last scalar, where braces do not end it
     */
    public record Place(Map<String, Place> entries, List<Place> items, boolean flow, int column, int end) {

        public Place {
            entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
            items = List.copyOf(items);
        }

        public Optional<Place> entry(String key) {
            return Optional.ofNullable(entries.get(key));
        }
    }

    private YamlOutline(String yaml) throws IOException {
        this.yaml = yaml;
        this.offsets = IntStream.concat(
                        IntStream.range(0, yaml.length())
                                .filter(i -> i == 0 || !Character.isSurrogatePair(yaml.charAt(i - 1), yaml.charAt(i))),
                        IntStream.of(yaml.length()))
                .toArray();
        try (YAMLParser parser = YAMLFactory.builder().build().createParser(yaml)) {
            parser.nextToken();
            this.root = place(parser);
        }
    }

    /**
     * The outline of a text.
     *
     * @throws IllegalArgumentException when it is no YAML
     */
    public static YamlOutline of(String yaml) {
        try {
            return new YamlOutline(yaml);
        } catch (IOException e) {
            throw new IllegalArgumentException("this cannot be read as YAML");
        }
    }

    public Place root() {
        return root;
    }

    private Place place(YAMLParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            return map(parser);
        }
        if (token == JsonToken.START_ARRAY) {
            return list(parser);
        }
        return new Place(Map.of(), List.of(), false, 0, offset(parser.currentLocation()));
    }

    private Place map(YAMLParser parser) throws IOException {
        Map<String, Place> entries = new LinkedHashMap<>();
        int column = 0;
        int end = offset(parser.currentTokenLocation());
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            if (entries.isEmpty()) {
                column = Math.max(0, parser.currentTokenLocation().getColumnNr() - 1);
            }
            parser.nextToken();
            Place place = place(parser);
            end = place.end();
            entries.put(key, place);
        }
        boolean flow = closes(parser, '}');
        return new Place(entries, List.of(), flow, column, flow ? offset(parser.currentLocation()) : end);
    }

    private Place list(YAMLParser parser) throws IOException {
        List<Place> items = new ArrayList<>();
        int end = offset(parser.currentTokenLocation());
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            Place place = place(parser);
            end = place.end();
            items.add(place);
        }
        boolean flow = closes(parser, ']');
        return new Place(Map.of(), items, flow, 0, flow ? offset(parser.currentLocation()) : end);
    }

    /** A block ends where the next thing begins; braces and brackets end where they stand. */
    private boolean closes(YAMLParser parser, char brace) {
        int at = offset(parser.currentTokenLocation());
        return at < yaml.length() && yaml.charAt(at) == brace;
    }

    private int offset(JsonLocation location) {
        return offsets[(int) Math.min(offsets.length - 1L, Math.max(0, location.getCharOffset()))];
    }
}
