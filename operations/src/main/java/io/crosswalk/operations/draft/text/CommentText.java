package io.crosswalk.operations.draft.text;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Notes as comment lines of at most 120 characters. A line of YAML or a
 * statement, for somebody to copy, stays one line. */
public final class CommentText {

    private static final int WIDTH = 110;
    private static final Pattern YAML_LINE = Pattern.compile("\\S+: \\{ .*");
    private static final Pattern STATEMENT = Pattern.compile("(CREATE|ALTER|SET) .*;");

    private CommentText() {}

    public static List<String> lines(String note) {
        String safe = YamlScalar.comment(note);
        if (YAML_LINE.matcher(safe).matches() || STATEMENT.matcher(safe).matches()) {
            return List.of("# " + safe);
        }
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder("#");
        for (String word : safe.split(" ")) {
            if (line.length() + word.length() >= WIDTH && line.length() > 1) {
                lines.add(line.toString());
                line = new StringBuilder("#  ");
            }
            line.append(' ').append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    public static List<String> lines(List<String> notes) {
        return notes.stream().flatMap(note -> lines(note).stream()).toList();
    }
}
