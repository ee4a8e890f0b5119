package io.crosswalk.operations.plan.ddl;

import java.util.ArrayList;
import java.util.List;

/**
 * One phase of a migration.
 *
 * @param number 1 to 6
 * @param title what it does, for people
 * @param remarks what the reader of its file should know, one line each
 * @param inOneTransaction false where each statement commits by itself, because it locks tables in use
 * @param done the steps that prepare took already
 * @param missing the steps that are left
 */
public record Phase(
        int number, String title, List<String> remarks, boolean inOneTransaction, List<Step> done, List<Step> missing) {

    public Phase {
        remarks = List.copyOf(remarks);
        done = List.copyOf(done);
        missing = List.copyOf(missing);
    }

    /** The same phase with nothing but what is left. */
    public Phase withoutDone() {
        return new Phase(number, title, remarks, inOneTransaction, List.of(), missing);
    }

    /** Every step, those already taken first. */
    public List<Step> steps() {
        List<Step> steps = new ArrayList<>(done);
        steps.addAll(missing);
        return steps;
    }
}
