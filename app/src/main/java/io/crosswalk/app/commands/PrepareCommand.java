package io.crosswalk.app.commands;

import io.crosswalk.app.ExitCode;
import io.crosswalk.app.Subcommand;
import io.crosswalk.app.commands.options.ConfigurationOption;
import io.crosswalk.app.configuration.Configuration;
import io.crosswalk.operations.plan.PhaseFiles;
import io.crosswalk.operations.plan.Plan;
import io.crosswalk.operations.plan.prepare.PlanApplication;
import io.crosswalk.operations.plan.prepare.PlanReader;
import io.crosswalk.sink.session.WriterSeat;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** {@code crosswalk prepare}: makes the target's tables, or takes back what it made. */
@Command(
        name = "prepare",
        description = {
            "Makes in the target what the mapping needs and what is not there yet: types, tables, keys, indexes, the trigger of new"
                    + " accounts. Foreign keys are written down, and run builds them after the backfill.",
            "May run as often as you like. Nothing is ever dropped, except by --rollback, and then only what prepare made."
        },
        footer = {
            "",
            "Examples:",
            "  crosswalk prepare -c crosswalk.yaml --dry-run",
            "  crosswalk prepare -c crosswalk.yaml",
            "  crosswalk prepare -c crosswalk.yaml --rollback"
        })
public final class PrepareCommand implements Subcommand {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private final ConfigurationOption file = new ConfigurationOption();

    @Option(names = "--dry-run", description = "Print the statements and change nothing.")
    private boolean dryRun;

    @Option(
            names = "--rollback",
            description = "Take back what prepare made, while the migration has not begun and the tables are empty.")
    private boolean rollback;

    private final Map<String, String> environment;

    public PrepareCommand(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    @Override
    public Integer call() throws SQLException {
        Configuration configuration = file.read(environment);
        String name = configuration.name();
        try (Connection target = configuration.target().connect("crosswalk prepare " + name)) {
            if (!dryRun) {
                // A migrator that runs must not have its tables changed under it, nor two of us make the same table.
                new WriterSeat(name).claim(target);
            }
            PlanApplication application =
                    new PlanApplication(name, target, configuration.stream().lockTimeout());
            if (rollback) {
                takeBack(application, name);
            } else {
                make(
                        application,
                        new PlanReader(name, configuration.mapping().mapping(), configuration.source()).read(target));
            }
        }
        return ExitCode.OK;
    }

    private void make(PlanApplication application, Plan plan) throws SQLException {
        PrintWriter out = spec.commandLine().getOut();
        plan.differences().notes().forEach(note -> spec.commandLine().getErr().println("note: " + note));
        if (dryRun) {
            plan.differences()
                    .conflicts()
                    .forEach(conflict -> spec.commandLine().getErr().println("conflict: " + conflict));
            out.print(PhaseFiles.missing(plan));
            out.flush();
            return;
        }
        List<String> made = application.apply(plan);
        made.forEach(what -> out.println("made " + what));
        out.println(
                made.isEmpty()
                        ? "the target has everything that the mapping needs: nothing was changed"
                        : "the target is ready for crosswalk run");
    }

    private void takeBack(PlanApplication application, String name) throws SQLException {
        PrintWriter out = spec.commandLine().getOut();
        if (dryRun) {
            out.print(application.rollbackScript());
            out.flush();
            return;
        }
        List<String> undone = application.rollBack();
        undone.forEach(what -> out.println("took back " + what));
        if (undone.isEmpty()) {
            out.println("prepare has made nothing for " + name + ": nothing was changed");
        }
    }
}
