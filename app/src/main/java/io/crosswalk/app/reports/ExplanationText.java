package io.crosswalk.app.reports;

import io.crosswalk.operations.explain.Explanation;
import io.crosswalk.operations.explain.Explanation.Field;
import io.crosswalk.operations.explain.Explanation.TargetColumn;
import io.crosswalk.operations.explain.Explanation.TargetRow;
import io.crosswalk.operations.explain.Explanation.Waiting;
import io.crosswalk.sink.ledger.LedgerEntry;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** One row explained, as a page for people. */
public final class ExplanationText {

    /** A longer value tells nobody more. */
    private static final int LONGEST_VALUE = 120;

    private ExplanationText() {}

    public static String of(Explanation explanation) {
        StringBuilder text = new StringBuilder();
        text.append(String.format("%s %s%n", explanation.table(), explanation.key()));
        explanation.hints().forEach(hint -> text.append(String.format("  note: %s%n", hint)));
        legacy(text, explanation);
        explanation.targets().forEach(target -> target(text, target));
        section(
                text,
                "tenant",
                explanation.tenant().isEmpty() && explanation.exists()
                        ? List.of("the table is global")
                        : explanation.tenant());
        section(
                text,
                "id_mappings",
                explanation.ids().stream()
                        .map(entry -> entry.space() + " " + entry.oldId() + " -> " + entry.newId()
                                + (entry.created() ? "" : ", an account that existed before"))
                        .toList());
        section(
                text,
                "quarantine",
                explanation.quarantine().stream().map(ExplanationText::waiting).toList());
        section(text, "migration", List.of(ledger(explanation.ledger())));
        return text.toString();
    }

    private static void legacy(StringBuilder text, Explanation explanation) {
        if (!explanation.exists()) {
            return;
        }
        text.append(String.format("%n  legacy row%n"));
        int width = width(explanation.legacy().stream().map(Field::column).toList());
        for (Field field : explanation.legacy()) {
            text.append(String.format("    %-" + width + "s  %s%n", field.column(), value(field.value())));
        }
    }

    private static void target(StringBuilder text, TargetRow target) {
        text.append(String.format("%n  %s %s: %s%n", target.table(), target.key(), state(target.state())));
        target.folded()
                .ifPresent(column -> text.append(String.format("    a member of %s, made of these values%n", column)));
        target.condition().ifPresent(when -> text.append(String.format("    exists when %s is not null%n", when)));
        int width = width(target.columns().stream().map(TargetColumn::column).toList());
        for (TargetColumn column : target.columns()) {
            text.append(String.format("    %-" + width + "s  %s%n", column.column(), values(target.state(), column)));
            text.append(String.format("    %-" + width + "s    from %s%n", "", column.expression()));
        }
    }

    private static String values(Explanation.State state, TargetColumn column) {
        boolean there = state != Explanation.State.MISSING && state != Explanation.State.ABSENT;
        String computed = value(column.computed());
        String found = value(column.found());
        if (!there) {
            return computed;
        }
        if (column.agrees().isEmpty()) {
            return state == Explanation.State.LEFT_OVER ? found : computed + "   (target: " + found + ")";
        }
        if (column.agrees().get()) {
            return found;
        }
        return "DIFFERS: " + computed + " expected, " + (Objects.equals(computed, found) ? "another value" : found)
                + " found";
    }

    private static String state(Explanation.State state) {
        return switch (state) {
            case AGREES -> "there, every column agrees";
            case DIFFERS -> "there, and DIFFERS";
            case MISSING -> "MISSING";
            case ABSENT -> "not there, and need not be";
            case LEFT_OVER -> "there, although it should not be";
            case SET_ASIDE -> "cannot be made at present";
            case LINKED -> "belongs to an account that existed before the migration, which is not written";
            case NO_TABLE -> "the target has no such table";
        };
    }

    private static String waiting(Waiting waiting) {
        return waiting.target() + ": " + waiting.reason()
                + (waiting.waitsFor().isEmpty() ? "" : "; waits for " + String.join(", ", waiting.waitsFor()))
                + "; tried "
                + waiting.attempts() + " times, first " + waiting.firstSeen() + ", last " + waiting.lastSeen();
    }

    private static String ledger(Optional<LedgerEntry> entry) {
        return entry.map(ledger ->
                        ledger.phase().name().toLowerCase(Locale.ROOT) + " at " + ledger.position() + ", source time "
                                + ledger.committedAt() + (ledger.isConsistent() ? "" : ", not consistent yet"))
                .orElse("it has not begun: the target has no ledger of this name");
    }

    private static void section(StringBuilder text, String title, List<String> lines) {
        if (!lines.isEmpty()) {
            text.append(String.format("%n  %s%n", title));
            lines.forEach(line -> text.append(String.format("    %s%n", line)));
        }
    }

    private static int width(List<String> names) {
        return names.stream().mapToInt(String::length).max().orElse(1);
    }

    /** On one line, and not longer than anybody reads; control characters would rule the terminal. */
    private static String value(@Nullable String value) {
        if (value == null) {
            return "NULL";
        }
        String line = value.replaceAll("\\p{Cntrl}", " ");
        return line.length() > LONGEST_VALUE
                ? line.substring(0, LONGEST_VALUE) + "... (" + value.length() + " characters)"
                : line;
    }
}
