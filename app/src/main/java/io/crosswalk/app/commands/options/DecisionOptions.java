package io.crosswalk.app.commands.options;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Who decides that something may stay as it is, and why, or that this shall not hold any more. */
public final class DecisionOptions {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    @Option(names = "--by", paramLabel = "NAME", description = "Who decides.")
    private String by = "";

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why it may stay as it is.")
    private String reason = "";

    @Option(names = "--undo", description = "Takes the decision back.")
    private boolean undo;

    public boolean isUndone() {
        return undo;
    }

    public String by() {
        return by.strip();
    }

    public String reason() {
        return reason.strip();
    }

    public void validate() {
        if (undo && !(by.isBlank() && reason.isBlank())) {
            throw new ParameterException(command.commandLine(), "--undo stands without --by and --reason");
        }
        if (!undo && (by.isBlank() || reason.isBlank())) {
            throw new ParameterException(command.commandLine(), "say who decides with --by, and why with --reason");
        }
    }
}
