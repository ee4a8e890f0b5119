package io.crosswalk.app.commands;

import io.crosswalk.app.ExitCode;
import io.crosswalk.app.Subcommand;
import io.crosswalk.app.commands.options.ConfigurationOption;
import io.crosswalk.app.configuration.Configuration;
import io.crosswalk.app.reports.ExplanationJson;
import io.crosswalk.app.reports.ExplanationText;
import io.crosswalk.operations.explain.ExplainSettings;
import io.crosswalk.operations.explain.Explainer;
import io.crosswalk.operations.explain.Explanation;
import io.crosswalk.operations.keys.UnknownKeyException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.Map;

/** {@code crosswalk explain}: one row on both sides. */
@Command(
        name = "explain",
        description = {
            "Shows one row: what it is in the legacy database, what the mapping makes of each column, and what the target holds.",
            "Reads both databases and writes neither. Secrets are masked."
        },
        footer = {
            "",
            "Examples:",
            "  crosswalk explain User cjld2cjxh0000qzrmn831i7rn -c crosswalk.yaml",
            "  crosswalk explain profiles 476abaab-307f-8ac6-80cb-46b978f8c4d3 -c crosswalk.yaml",
            "  crosswalk explain _AToB 4711,4712 -c crosswalk.yaml --json"
        })
public final class ExplainCommand implements Subcommand {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "TABLE", description = "The legacy table, or a target table that it becomes.")
    private String table = "";

    @Parameters(
            index = "1",
            paramLabel = "ID",
            description = "The legacy key (a composite one with commas between its values), or the new key.")
    private String id = "";

    @Mixin
    private final ConfigurationOption file = new ConfigurationOption();

    @Option(
            names = "--json",
            description =
                    "Print JSON: table, key, exists, legacy, targets, tenant, id_mappings, quarantine, migration, notes.")
    private boolean json;

    private final Map<String, String> environment;

    public ExplainCommand(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    @Override
    public Integer call() throws SQLException {
        Explanation explanation;
        try {
            explanation = new Explainer(settings(file.read(environment))).explain(table, id);
        } catch (UnknownKeyException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        PrintWriter out = spec.commandLine().getOut();
        out.print(json ? ExplanationJson.of(explanation) + System.lineSeparator() : ExplanationText.of(explanation));
        out.flush();
        return explanation.exists() ? ExitCode.OK : ExitCode.FAILURE;
    }

    private static ExplainSettings settings(Configuration configuration) {
        return new ExplainSettings(
                configuration.name(),
                configuration.source(),
                configuration.target(),
                configuration.mapping().mapping(),
                configuration.keys().namespace(),
                configuration.sealer());
    }
}
