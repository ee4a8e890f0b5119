package io.crosswalk.app.commands;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.crosswalk.app.ConfiguredMigration;
import io.crosswalk.app.ExitCode;
import io.crosswalk.app.Subcommand;
import io.crosswalk.app.commands.options.ConfigurationOption;
import io.crosswalk.app.configuration.Configuration;
import io.crosswalk.app.resync.Resync;
import io.crosswalk.app.resync.ResyncOptions;
import io.crosswalk.app.resync.ResyncReport;
import io.crosswalk.app.terminal.Figures;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/** {@code crosswalk resync}: mends a migration whose stream was broken, without copying everything again. */
@Command(
        name = "resync",
        description = {
            "Mends a migration whose slot is lost, or one side of which was restored: makes a new slot, compares both sides key range by"
                    + " key range, and copies the ranges that differ.",
            "The migration must not run meanwhile. Stopping it at any moment is safe: run it again. Then run goes on."
        },
        footer = {
            "",
            "Examples:",
            "  crosswalk resync -c crosswalk.yaml --dry-run",
            "  crosswalk resync -c crosswalk.yaml",
            "  crosswalk resync -c crosswalk.yaml --table Goal"
        })
public final class ResyncCommand implements Subcommand {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private final ConfigurationOption file = new ConfigurationOption();

    @Option(names = "--dry-run", description = "Compare only; touch nothing.")
    private boolean dryRun;

    @Option(names = "--yes", description = "Copy also when more than 30 %% of the key ranges differ.")
    private boolean yes;

    @Option(
            names = "--table",
            paramLabel = "TABLE",
            description = "Mend this legacy table only, where the slot is sound. May be given several times.")
    private List<String> tables = List.of();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    private final Map<String, String> environment;

    public ResyncCommand(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    @Override
    public Integer call() throws SQLException, InterruptedException {
        Configuration configuration = file.read(environment);
        ResyncReport report = new Resync(
                        ConfiguredMigration.settings(configuration),
                        new ResyncOptions(dryRun, yes, new HashSet<>(tables)))
                .run();
        PrintWriter out = spec.commandLine().getOut();
        out.print(json ? json(report) + System.lineSeparator() : text(report));
        out.flush();
        return ExitCode.OK;
    }

    static ObjectNode json(ResyncReport report) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("dry_run", report.dryRun());
        root.put("ranges", report.ranges());
        root.put("differing", report.differing());
        root.put("surplus", report.surplus());
        var list = root.putArray("tables");
        report.tables()
                .forEach(table -> list.addObject()
                        .put("schema", table.table().schema())
                        .put("table", table.table().name())
                        .put("ranges", table.ranges())
                        .put("differing", table.differing()));
        return root;
    }

    static String text(ResyncReport report) {
        StringBuilder text = new StringBuilder();
        for (ResyncReport.Table table : report.tables()) {
            text.append(String.format(
                    "  %-40s %s of %s key ranges %s%n",
                    table.table(),
                    Figures.count(table.differing()),
                    Figures.count(table.ranges()),
                    report.dryRun() ? "differ" : "copied"));
        }
        text.append(String.format(
                "%s of %s key ranges %s; %s rows that the source no longer has %s%n",
                Figures.count(report.differing()),
                Figures.count(report.ranges()),
                report.dryRun() ? "differ (" + report.percent() + " %)" : "copied",
                Figures.count(report.surplus()),
                report.dryRun() ? "are in the target" : "deleted"));
        text.append(String.format(
                "%s%n",
                report.dryRun() ? "Nothing was touched. crosswalk resync mends it." : "Go on with crosswalk run."));
        return text.toString();
    }
}
