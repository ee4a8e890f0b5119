package io.crosswalk.app.commands;

import io.crosswalk.app.ExitCode;
import io.crosswalk.app.Subcommand;
import io.crosswalk.app.commands.options.ConfigurationOption;
import io.crosswalk.app.configuration.Configuration;
import io.crosswalk.app.reports.PlanJson;
import io.crosswalk.operations.plan.Plan;
import io.crosswalk.operations.plan.PlanFiles;
import io.crosswalk.operations.plan.prepare.PlanReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** {@code crosswalk plan}: writes the target's DDL as SQL files in phases, their rollbacks, and a report. */
@Command(
        name = "plan",
        description = {
            "Writes what the target needs for the mapping: SQL in phases, with a rollback for each, and report.md.",
            "Reads both databases and changes neither."
        },
        footer = {"", "Example:", "  crosswalk plan -c crosswalk.yaml -o plan"})
public final class PlanCommand implements Subcommand {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private final ConfigurationOption file = new ConfigurationOption();

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "DIRECTORY",
            description = "Where the files go; it is made where it is missing.")
    private Path folder = Path.of("plan");

    @Option(names = "--json", description = "Print the plan as JSON.")
    private boolean json;

    @Option(names = "--overwrite", description = "Replace files of an earlier plan that say something else.")
    private boolean overwrite;

    private final Map<String, String> environment;

    public PlanCommand(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    @Override
    public Integer call() throws SQLException, IOException {
        Configuration configuration = file.read(environment);
        Plan plan;
        try (Connection target = configuration.target().connect("crosswalk plan " + configuration.name())) {
            target.setReadOnly(true);
            plan = new PlanReader(configuration.name(), configuration.mapping().mapping(), configuration.source())
                    .read(target);
        }
        PlanFiles files = PlanFiles.of(plan);
        PrintWriter out = spec.commandLine().getOut();
        List<Path> different = overwrite ? List.of() : files.different(folder);
        if (!different.isEmpty()) {
            PrintWriter err = spec.commandLine().getErr();
            err.println(
                    "crosswalk: an earlier plan says something else, and may be the only one that knows how to take back what it"
                            + " made; use another directory, or --overwrite:");
            different.forEach(path -> err.println("  " + path));
            return ExitCode.REFUSED;
        }
        List<Path> written = files.write(folder);
        if (json) {
            out.println(PlanJson.of(plan));
            return ExitCode.OK;
        }
        written.forEach(path -> out.println("wrote " + path));
        plan.differences().conflicts().forEach(conflict -> out.println("conflict: " + conflict));
        return ExitCode.OK;
    }
}
