package io.crosswalk.transformer.yaml;

import java.util.List;
import java.util.stream.Collectors;

/** A file that somebody wrote cannot be used. The message is meant for its author: it lists every problem, and no secret. */
public final class InvalidFileException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** More would scroll the first ones, which often cause the others, off the screen. */
    private static final int MOST_LISTED = 100;

    private final transient List<Problem> problems;

    public InvalidFileException(String file, List<Problem> problems) {
        super(message(file, problems));
        this.problems = List.copyOf(problems);
    }

    /** Every problem, also those that the message leaves out because there are too many. */
    public List<Problem> problems() {
        return problems;
    }

    private static String message(String file, List<Problem> problems) {
        String head = file + " has " + (problems.size() == 1 ? "a problem" : problems.size() + " problems") + ":";
        String tail = problems.size() > MOST_LISTED ? "\n  ... and " + (problems.size() - MOST_LISTED) + " more" : "";
        return problems.stream()
                .limit(MOST_LISTED)
                .map(problem -> "\n  " + problem)
                .collect(Collectors.joining("", head, tail));
    }
}
