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

/** {@code crosswalk pause}: stops applying changes until {@code resume}. */
@Command(
        name = "pause",
        description =
                "Stops applying changes, also across restarts, until resume. The source keeps WAL meanwhile: do not forget it.",
        footer = {"", "Example:", "  crosswalk pause -c crosswalk.yaml"})
public final class PauseCommand implements Subcommand {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private final ConfigurationOption file = new ConfigurationOption();

    private final Map<String, String> environment;

    public PauseCommand(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    @Override
    public Integer call() throws SQLException {
        spec.commandLine().getOut().println(PauseSwitch.set(file.read(environment), true));
        return ExitCode.OK;
    }
}
