package io.crosswalk.operations.draft.table;

import io.crosswalk.operations.draft.text.CommentText;
import io.crosswalk.operations.draft.text.YamlScalar;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Tables and columns of a draft as lines of YAML, not yet indented to their place. */
public final class TableText {

    private static final String STEP = "  ";

    private TableText() {}

    /** A table as an entry of {@code tables:}. */
    public static List<String> lines(TableDraft table) {
        List<String> lines = new ArrayList<>(CommentText.lines(table.notes()));
        String name = YamlScalar.of(table.name()) + ":";
        if (table.skipped()) {
            lines.add(name + " { skip: true }");
            return lines;
        }
        lines.add(name);
        table.tenant().ifPresent(rule -> lines.add(STEP + "tenant: " + rule));
        if (table.global()) {
            lines.add(STEP + "global: true");
        }
        lines.add(STEP + "targets:");
        table.targets().forEach(target -> lines.addAll(indented(target(target), STEP + STEP)));
        if (!table.dropped().isEmpty()) {
            lines.add(STEP + "drop: " + list(table.dropped()));
        }
        return lines;
    }

    /** A column as entries of {@code columns:}, comments included. */
    public static List<String> lines(ColumnDraft column) {
        List<String> lines = new ArrayList<>(CommentText.lines(column.notes()));
        lines.add(entry(column));
        return lines;
    }

    /** A column without its comments. */
    public static String entry(ColumnDraft column) {
        return YamlScalar.of(column.name()) + ": " + column.expression();
    }

    public static List<String> indented(List<String> lines, String indent) {
        return lines.stream().map(line -> line.isEmpty() ? line : indent + line).toList();
    }

    private static List<String> target(TargetDraft target) {
        List<String> lines = new ArrayList<>();
        lines.add("- table: " + YamlScalar.of(target.table()));
        if (!target.key().equals(TargetDraft.DEFAULT_KEY)) {
            lines.add(STEP + "key: " + list(target.key()));
        }
        target.when().ifPresent(when -> lines.add(STEP + "when: " + when));
        lines.add(STEP + "columns:");
        target.columns().forEach(column -> lines.addAll(indented(lines(column), STEP + STEP)));
        return lines;
    }

    private static String list(List<String> names) {
        return names.stream().map(YamlScalar::of).collect(Collectors.joining(", ", "[", "]"));
    }
}
