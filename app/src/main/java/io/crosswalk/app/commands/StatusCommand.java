package io.crosswalk.app.commands;

import io.crosswalk.app.ExitCode;
import io.crosswalk.app.Subcommand;
import io.crosswalk.app.commands.options.ConfigurationOption;
import io.crosswalk.app.configuration.Configuration;
import io.crosswalk.app.http.StatusClient;
import io.crosswalk.app.http.StatusJson;
import io.crosswalk.app.ledger.LedgerState;
import io.crosswalk.app.ledger.UnknownMigration;
import io.crosswalk.app.status.Status;
import io.crosswalk.app.terminal.StatusText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;

/** {@code crosswalk status}: asks the process that runs, or the ledger in the target where none does. */
@Command(
        name = "status",
        description =
                "Shows where a migration stands: asks the running process, or the target's ledger where none runs.",
        footer = {"", "Examples:", "  crosswalk status -c crosswalk.yaml", "  crosswalk status -c crosswalk.yaml --json"
        })
public final class StatusCommand implements Subcommand {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private final ConfigurationOption file = new ConfigurationOption();

    @Option(names = "--json", description = "Print JSON, with the fields of /api/status.")
    private boolean json;

    private final Map<String, String> environment;

    public StatusCommand(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    @Override
    public Integer call() throws SQLException, InterruptedException {
        Configuration configuration = file.read(environment);
        PrintWriter out = spec.commandLine().getOut();
        Optional<Status> running = running(configuration);
        if (running.isPresent()) {
            out.print(json ? StatusJson.write(running.get()) + System.lineSeparator() : StatusText.of(running.get()));
        } else {
            LedgerState state = LedgerState.read(configuration.target(), configuration.name())
                    .orElseThrow(() -> UnknownMigration.named(configuration.name()));
            out.print(json ? state.json() + System.lineSeparator() : state.text());
        }
        out.flush();
        return ExitCode.OK;
    }

    private Optional<Status> running(Configuration configuration) throws InterruptedException {
        Optional<String> answer = StatusClient.ask(configuration.http());
        if (answer.isEmpty()) {
            return Optional.empty();
        }
        PrintWriter err = spec.commandLine().getErr();
        String port = "port " + configuration.http().port();
        try {
            Status status = StatusJson.read(answer.get());
            if (status.name().equals(configuration.name())) {
                return Optional.of(status);
            }
            err.println("note: " + port + " belongs to the migration " + status.name() + ", not to "
                    + configuration.name());
        } catch (IllegalArgumentException e) {
            err.println("note: on " + port + " another program answers");
        }
        return Optional.empty();
    }
}
