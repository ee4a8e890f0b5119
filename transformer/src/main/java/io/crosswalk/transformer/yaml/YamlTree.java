package io.crosswalk.transformer.yaml;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import com.fasterxml.jackson.dataformat.yaml.snakeyaml.error.Mark;
import com.fasterxml.jackson.dataformat.yaml.snakeyaml.error.MarkedYAMLException;
import io.crosswalk.transformer.yaml.YamlNode.Kind;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Builds {@link YamlNode}s from Jackson's token stream. By hand rather than by Jackson's own tree, because that one forgets lines,
 * keeps one of two duplicate keys in silence, and takes an alias for the text of its name.
 */
final class YamlTree {

    /** No mapping needs more; a hostile file could overflow the stack. */
    private static final int DEEPEST = 50;

    private final YAMLParser parser;
    private final Problems problems;

    private YamlTree(YAMLParser parser, Problems problems) {
        this.parser = parser;
        this.problems = problems;
    }

    // Jackson deprecates its wrappers of SnakeYAML's errors without naming another way to the place of the error.
    @SuppressWarnings("deprecation")
    static YamlNode read(String yaml, Problems problems) {
        YAMLFactory factory = YAMLFactory.builder()
                .enable(YAMLParser.Feature.EMPTY_STRING_AS_NULL)
                .build();
        try (YAMLParser parser = factory.createParser(yaml)) {
            return new YamlTree(parser, problems).document();
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
            // Not getMessage(): it quotes the line, and the line may hold a password.
            String problem = e.getProblem() == null ? "unexpected text" : e.getProblem();
            String path = mark == null ? "" : place(mark.getLine() + 1, mark.getColumn() + 1);
            problems.add(path, "this is no YAML: " + problem);
        } catch (JsonProcessingException e) {
            JsonLocation where = e.getLocation();
            String path = where == null ? "" : place(where.getLineNr(), where.getColumnNr());
            problems.add(path, "this cannot be read as YAML", "keys are plain texts, values texts, lists or maps");
        } catch (IOException e) {
            problems.add("", "this cannot be read as YAML");
        }
        problems.throwIfAny();
        throw new AssertionError("unreachable: a problem was added");
    }

    private YamlNode document() throws IOException {
        if (parser.nextToken() == null) {
            throw refused("the file is empty");
        }
        YamlNode root = node("", 0);
        if (parser.nextToken() != null) {
            throw refused("the file holds more than one document");
        }
        return root;
    }

    private YamlNode node(String path, int depth) throws IOException {
        if (depth > DEEPEST) {
            throw refused("more than " + DEEPEST + " levels of nesting");
        }
        JsonToken token = parser.currentToken();
        if (parser.isCurrentAlias()) {
            problems.add(path, "aliases (*name) are not supported", "write the value out");
            return YamlNode.missing(path, problems);
        }
        return switch (token) {
            case START_OBJECT -> YamlNode.map(entries(path, depth), path, problems);
            case START_ARRAY -> YamlNode.list(items(path, depth), path, problems);
            case VALUE_NULL -> YamlNode.scalar(Kind.NULL, "", path, problems);
            case VALUE_TRUE, VALUE_FALSE ->
                YamlNode.scalar(Kind.BOOLEAN, token == JsonToken.VALUE_TRUE ? "true" : "false", path, problems);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> YamlNode.scalar(Kind.NUMBER, parser.getText(), path, problems);
            case VALUE_STRING -> YamlNode.scalar(Kind.TEXT, parser.getText(), path, problems);
            default -> throw refused("binary values and tags are not supported");
        };
    }

    private Map<String, YamlNode> entries(String path, int depth) throws IOException {
        Map<String, YamlNode> entries = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            int line = parser.currentTokenLocation().getLineNr();
            parser.nextToken();
            YamlNode value = node(YamlNode.join(path, key), depth + 1);
            if (entries.putIfAbsent(key, value) != null) {
                problems.add(value.path(), "the key stands here a second time, in line " + line);
            }
        }
        return entries;
    }

    private List<YamlNode> items(String path, int depth) throws IOException {
        List<YamlNode> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(node(path + "[" + items.size() + "]", depth + 1));
        }
        return items;
    }

    private InvalidFileException refused(String message) {
        JsonLocation where = parser.currentTokenLocation();
        problems.add(place(where.getLineNr(), where.getColumnNr()), message);
        problems.throwIfAny();
        throw new AssertionError("unreachable: a problem was added");
    }

    private static String place(int line, int column) {
        return "line " + Math.max(line, 1) + ", column " + Math.max(column, 1);
    }
}
