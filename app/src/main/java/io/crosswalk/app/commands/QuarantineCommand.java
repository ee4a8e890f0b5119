package io.crosswalk.app.commands;

import io.crosswalk.app.ConfiguredMigration;
import io.crosswalk.app.commands.options.ConfigurationOption;
import io.crosswalk.app.commands.options.DecisionOptions;
import io.crosswalk.app.commands.options.LedgerCommand;
import io.crosswalk.app.commands.options.SelectionOptions;
import io.crosswalk.app.configuration.Configuration;
import io.crosswalk.app.ledger.QuarantineRetry;
import io.crosswalk.app.terminal.Figures;
import io.crosswalk.app.terminal.QuarantineText;
import io.crosswalk.operations.quarantine.QuarantineList;
import io.crosswalk.operations.quarantine.QuarantineRequests;
import io.crosswalk.operations.quarantine.Selection;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

/** {@code crosswalk quarantine}: the rows that were set aside, and what somebody decides about them. */
@Command(
        name = "quarantine",
        description = {
            "Shows the rows that could not be mapped or applied, tries them again, or waives them.",
            "A row leaves the quarantine by itself when its cause is gone. What stays blocks the cutover until it is waived by name."
        },
        footer = {
            "",
            "Examples:",
            "  crosswalk quarantine list -c crosswalk.yaml --table goals",
            "  crosswalk quarantine retry -c crosswalk.yaml",
            "  crosswalk quarantine waive -c crosswalk.yaml --table goals --key clx1 --by ana --reason \"a test row\""
        })
public final class QuarantineCommand extends LedgerCommand {

    public QuarantineCommand(Map<String, String> environment) {
        super(environment);
    }

    @Command(description = "Lists rows with their reasons. Values are never shown.")
    void list(
            @Mixin ConfigurationOption file,
            @Mixin SelectionOptions rows,
            @Option(
                            names = "--limit",
                            paramLabel = "N",
                            defaultValue = "200",
                            description = "At most so many rows (default: ${DEFAULT-VALUE}).")
                    int limit,
            @Option(names = "--json", description = "Print JSON.") boolean json)
            throws SQLException {
        if (limit < 1) {
            throw wrong("--limit is a number from 1 on");
        }
        Configuration configuration = read(file);
        try (Connection target = connect(configuration)) {
            target.setReadOnly(true);
            QuarantineList list = QuarantineList.read(target, configuration.name(), rows.selection(), limit);
            if (list.total() == 0 && !rows.selection().equals(Selection.ALL) && !json) {
                throw rows.nothing(target, configuration.name());
            }
            PrintWriter out = out();
            out.print(json ? QuarantineText.json(list) + System.lineSeparator() : QuarantineText.of(list));
            out.flush();
        }
    }

    @Command(
            description = {
                "Tries rows again now, whatever they wait for: the running migration does, with its next batch,",
                "or this command where none runs. Without --table and --key all rows are tried."
            })
    void retry(@Mixin ConfigurationOption file, @Mixin SelectionOptions rows)
            throws SQLException, InterruptedException {
        Configuration configuration = read(file);
        try (Connection target = connect(configuration)) {
            QuarantineRetry retry =
                    new QuarantineRetry(target, ConfiguredMigration.settings(configuration), rows.selection(), out());
            if (!retry.run()) {
                throw rows.nothing(target, configuration.name());
            }
        }
    }

    @Command(
            description = {
                "Says that a row may stay out of the target. It is kept, and does not block the cutover.",
                "The waiver holds as long as the row's reason stays the same."
            })
    void waive(@Mixin ConfigurationOption file, @Mixin SelectionOptions row, @Mixin DecisionOptions waiver)
            throws SQLException {
        Selection one = row.one();
        waiver.validate();
        Configuration configuration = read(file);
        try (Connection target = connect(configuration)) {
            QuarantineRequests requests = new QuarantineRequests(target, configuration.name());
            int meant = waiver.isUndone() ? requests.unwaive(one) : requests.waive(one, waiver.by(), waiver.reason());
            if (meant == 0
                    && QuarantineList.read(target, configuration.name(), one, 1).total() == 0) {
                throw row.nothing(target, configuration.name());
            }
            out().println(Figures.rows(meant)
                    + (meant == 1 ? " is " : " are ")
                    + (waiver.isUndone() ? "no longer waived" : "waived"));
        }
    }
}
