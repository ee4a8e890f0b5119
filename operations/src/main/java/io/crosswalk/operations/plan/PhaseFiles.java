package io.crosswalk.operations.plan;

import io.crosswalk.operations.plan.ddl.Phase;
import io.crosswalk.operations.plan.ddl.Step;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The files of a plan: one with the statements of each phase, and one that takes them back. Pure. */
public final class PhaseFiles {

    private static final String LOCK_TIMEOUT = "5s";

    private PhaseFiles() {}

    /** All files: path below the plan's folder, and text. */
    public static Map<String, String> of(Plan plan) {
        Map<String, String> files = new LinkedHashMap<>();
        for (Phase phase : plan.phases()) {
            files.put("migrations/phase-" + phase.number() + ".sql", forward(plan.name(), phase));
            files.put("migrations/rollback/phase-" + phase.number() + "-rollback.sql", backward(plan.name(), phase));
        }
        files.put("migrations/phase-2-legacy.sql", LegacySide.forward(plan));
        files.put("migrations/rollback/phase-2-legacy-rollback.sql", LegacySide.backward(plan));
        return files;
    }

    /** The statements of a phase. */
    public static String forward(String name, Phase phase) {
        List<String> remarks = new ArrayList<>(phase.remarks());
        if (!phase.done().isEmpty()) {
            remarks.add(
                    phase.done().size() + " of " + phase.steps().size() + " steps are done already: they come first.");
        }
        String title = "Phase " + phase.number() + " of " + name + ": " + phase.title() + ".";
        List<String> statements = phase.steps().stream()
                .map(step -> comment(step.what()) + step.apply())
                .toList();
        return file(title, remarks, statements, phase.inOneTransaction());
    }

    /** The steps that are left, of all phases. */
    public static String missing(Plan plan) {
        StringBuilder text = new StringBuilder();
        for (Phase phase : plan.phases()) {
            if (!phase.missing().isEmpty()) {
                text.append(forward(plan.name(), phase.withoutDone())).append('\n');
            }
        }
        return text.toString();
    }

    /** What leaves the catalog as it was before the phase. */
    public static String backward(String name, Phase phase) {
        List<Step> steps = new ArrayList<>(phase.steps());
        Collections.reverse(steps);
        List<String> statements = steps.stream()
                .map(step -> comment("without " + step.what()) + step.undo())
                .toList();
        return file(
                "Rollback of phase " + phase.number() + " of " + name + ": " + phase.title() + ".",
                steps.isEmpty() ? List.of("Nothing to take back.") : List.of("Stops before it would lose a row."),
                statements,
                true);
    }

    static String file(String title, List<String> remarks, List<String> statements, boolean inOneTransaction) {
        StringBuilder text = new StringBuilder(comment(title));
        remarks.forEach(remark -> text.append(comment(remark)));
        if (!statements.isEmpty()) {
            text.append('\n').append(inOneTransaction ? "BEGIN;\nSET LOCAL " : "SET ");
            text.append("lock_timeout = '").append(LOCK_TIMEOUT).append("';\n");
            text.append(inOneTransaction ? "SET LOCAL " : "SET ").append("search_path = pg_catalog;\n");
            statements.forEach(statement -> text.append('\n').append(statement).append('\n'));
            text.append(inOneTransaction ? "\nCOMMIT;\n" : "");
        }
        return text.toString();
    }

    // A name may hold a line break, and what follows it would be a statement.
    static String comment(String text) {
        return "-- " + text.replaceAll("\\R|[\\x00-\\x1f]", " ") + "\n";
    }
}
