package io.crosswalk.app.commands.options;

import io.crosswalk.operations.quarantine.QuarantineList;
import io.crosswalk.operations.quarantine.Selection;
import io.crosswalk.transformer.yaml.Nearest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which rows of the quarantine are meant. */
public final class SelectionOptions {

    @Spec(Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    @Option(names = "--table", paramLabel = "TABLE", description = "The target table, with its schema or without.")
    private @Nullable String table;

    @Option(names = "--key", paramLabel = "KEY", description = "The row's legacy key, or its key in the target.")
    private @Nullable String key;

    public Selection selection() {
        return new Selection(Optional.ofNullable(table), Optional.ofNullable(key));
    }

    /** The same, where one table and one key have to be named. */
    public Selection one() {
        if (table == null || key == null) {
            throw new ParameterException(command.commandLine(), "name the row with --table and --key");
        }
        return selection();
    }

    /** What to say when no row is meant. */
    public ParameterException nothing(Connection connection, String name) throws SQLException {
        List<String> tables = QuarantineList.tables(connection, name);
        if (tables.isEmpty()) {
            return new ParameterException(command.commandLine(), "the quarantine of " + name + " is empty");
        }
        List<String> known = new ArrayList<>(tables);
        tables.forEach(full -> known.add(full.substring(full.indexOf('.') + 1)));
        if (table == null || known.contains(table)) {
            return new ParameterException(
                    command.commandLine(),
                    "no row" + (table == null ? "" : " of " + table)
                            + " has this key in the quarantine: crosswalk quarantine list shows the keys");
        }
        String suggestion = Nearest.suggest(table, known);
        return new ParameterException(
                command.commandLine(),
                "no row of " + table + " is in the quarantine, only of " + String.join(", ", tables)
                        + (suggestion == null ? "" : " (" + suggestion + ")"));
    }
}
