package io.crosswalk.app.commands;

import io.crosswalk.app.ExitCode;
import io.crosswalk.app.Subcommand;
import io.crosswalk.app.commands.options.ConfigurationOption;
import io.crosswalk.app.ledger.PauseSwitch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import java.sql.SQLException;
import java.util.Map;

/** {@code crosswalk resume}: goes on after {@code pause}. */
@Command(
        name = "resume",
        description = "Goes on after pause.",
        footer = {"", "Example:", "  crosswalk resume -c crosswalk.yaml"})
public final class ResumeCommand implements Subcommand {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private final ConfigurationOption file = new ConfigurationOption();

    private final Map<String, String> environment;

    public ResumeCommand(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    @Override
    public Integer call() throws SQLException {
        spec.commandLine().getOut().println(PauseSwitch.set(file.read(environment), false));
        return ExitCode.OK;
    }
}
