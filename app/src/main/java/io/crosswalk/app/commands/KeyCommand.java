package io.crosswalk.app.commands;

import io.crosswalk.app.ExitCode;
import io.crosswalk.app.Subcommand;
import io.crosswalk.app.configuration.Configuration;
import io.crosswalk.app.reports.KeyReport;
import io.crosswalk.operations.keys.ConvertedKey;
import io.crosswalk.operations.keys.KeyArithmetic;
import io.crosswalk.operations.keys.MigrationKeys;
import io.crosswalk.operations.keys.RecordedKeys;
import io.crosswalk.operations.keys.UnknownKeyException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** {@code crosswalk key}: a legacy key as the new one, or the other way round. */
@Command(
        name = "key",
        description = {
            "Converts a legacy key into the new one, or a new one back. Without -c it connects to nothing: CUIDs and UUIDs are arithmetic.",
            "stdout gets the converted key and nothing else, one a line; how it came about goes to stderr."
        },
        footer = {
            "",
            "Examples:",
            "  crosswalk key cjld2cjxh0000qzrmn831i7rn",
            "  crosswalk key 476abaab-307f-8ac6-80cb-46b978f8c4d3",
            "  crosswalk key 4711 -c crosswalk.yaml --table Invoice"
        })
public final class KeyCommand implements Subcommand {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "KEY", description = "A CUID or a UUID; with --table any legacy key.")
    private String key = "";

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description =
                    "Ask the migration of this configuration: its namespace, and crosswalk.id_mappings in its target.")
    private @Nullable Path file;

    @Option(
            names = "--table",
            paramLabel = "TABLE",
            description = "The table the key belongs to, by its legacy or target name.")
    private @Nullable String table;

    @Option(
            names = "--json",
            description = "Print JSON: an array of given, direction, result, method, table, recorded, notes.")
    private boolean json;

    private final Map<String, String> environment;

    public KeyCommand(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    @Override
    public Integer call() throws SQLException {
        List<ConvertedKey> keys;
        try {
            keys = convert();
        } catch (UnknownKeyException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(KeyReport.json(keys));
            return ExitCode.OK;
        }
        for (ConvertedKey converted : keys) {
            out.println(converted.result());
            out.flush();
            spec.commandLine().getErr().println(KeyReport.explain(converted));
        }
        return ExitCode.OK;
    }

    private List<ConvertedKey> convert() throws SQLException {
        if (file == null) {
            if (table != null) {
                throw new UnknownKeyException("--table needs -c: only a configuration knows tables and namespace");
            }
            return List.of(KeyArithmetic.convert(key));
        }
        Configuration configuration = Configuration.read(file, environment);
        try (Connection target = configuration.target().connect("crosswalk key " + configuration.name())) {
            target.setReadOnly(true);
            MigrationKeys keys = new MigrationKeys(
                    configuration.mapping().mapping(), configuration.keys().namespace(), new RecordedKeys(target));
            return table == null ? keys.convert(key) : List.of(keys.convert(key, table));
        }
    }
}
