package io.crosswalk.app.commands;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Who decides that something may stay as it is, and why, or that this shall not hold any more. */
final class DecisionOptions {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    @Option(names = "--by", paramLabel = "NAME", description = "Who decides.")
    private String by = "";

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why it may stay as it is.")
    private String reason = "";

    @Option(names = "--undo", description = "Takes the decision back.")
    private boolean undo;

    boolean isUndone() {
        return undo;
    }

    String by() {
        return by.strip();
    }

    String reason() {
        return reason.strip();
    }

    void validate() {
        if (undo && !(by.isBlank() && reason.isBlank())) {
            throw new ParameterException(command.commandLine(), "--undo stands without --by and --reason");
        }
        if (!undo && (by.isBlank() || reason.isBlank())) {
            throw new ParameterException(command.commandLine(), "say who decides with --by, and why with --reason");
        }
    }
}
