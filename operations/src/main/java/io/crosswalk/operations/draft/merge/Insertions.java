package io.crosswalk.operations.draft.merge;

import io.crosswalk.transformer.yaml.YamlOutline.Place;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Texts to be put into a text, without changing a character of it. Belongs to one thread. */
final class Insertions {

    private record Insertion(int offset, String text) {}

    private final String text;
    private final String lineEnd;
    private final List<Insertion> all = new ArrayList<>();

    Insertions(String text) {
        this.text = text;
        this.lineEnd = text.contains("\r\n") ? "\r\n" : "\n";
    }

    /** Lines at the end of a map that is written as a block, behind the comments that belong to its last entry. */
    void atEnd(Place block, List<String> lines) {
        int offset = endOfBlock(block);
        String joined = String.join(lineEnd, lines);
        boolean lineBegin = offset > 0 && text.charAt(offset - 1) == '\n';
        all.add(new Insertion(offset, lineBegin ? joined + lineEnd : lineEnd + joined));
    }

    /** Entries at the end of a map that is written in braces. */
    void inBraces(Place braces, List<String> entries) {
        List<Place> values = List.copyOf(braces.entries().values());
        String joined = String.join(", ", entries);
        all.add(
                values.isEmpty()
                        ? new Insertion(braces.end() - 1, " " + joined + " ")
                        : new Insertion(values.get(values.size() - 1).end(), ", " + joined));
    }

    /** The text with everything in its place; what was asked for first stands first where two meet. */
    String apply() {
        StringBuilder result = new StringBuilder();
        int done = 0;
        for (Insertion insertion :
                all.stream().sorted(Comparator.comparingInt(Insertion::offset)).toList()) {
            result.append(text, done, insertion.offset()).append(insertion.text());
            done = insertion.offset();
        }
        return result.append(text.substring(done)).toString();
    }

    private int endOfBlock(Place block) {
        int end = block.end();
        // The value of a block scalar ends with its last line break.
        int offset = end > 0 && text.charAt(end - 1) == '\n' ? end : endOfLine(end);
        int next = offset == end && end > 0 && text.charAt(end - 1) == '\n' ? end : afterLineBreak(offset);
        while (next < text.length()) {
            int lineEndAt = endOfLine(next);
            String line = text.substring(next, lineEndAt);
            String content = line.strip();
            if (content.startsWith("#") && line.indexOf('#') >= block.column()) {
                offset = lineEndAt;
            } else if (!content.isEmpty()) {
                break;
            }
            if (lineEndAt == text.length()) {
                break;
            }
            next = afterLineBreak(lineEndAt);
        }
        return offset;
    }

    private int endOfLine(int from) {
        int at = text.indexOf('\n', from);
        if (at < 0) {
            return text.length();
        }
        return at > from && text.charAt(at - 1) == '\r' ? at - 1 : at;
    }

    private int afterLineBreak(int endOfLine) {
        int at = text.indexOf('\n', endOfLine);
        return at < 0 ? text.length() : at + 1;
    }
}
