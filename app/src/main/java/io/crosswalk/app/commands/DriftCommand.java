package io.crosswalk.app.commands;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.crosswalk.app.commands.options.ConfigurationOption;
import io.crosswalk.app.commands.options.DecisionOptions;
import io.crosswalk.app.commands.options.LedgerCommand;
import io.crosswalk.app.configuration.Configuration;
import io.crosswalk.app.http.DriftJson;
import io.crosswalk.app.terminal.DriftText;
import io.crosswalk.operations.drift.DriftLedger;
import io.crosswalk.operations.drift.finding.DriftSummary;
import io.crosswalk.operations.drift.finding.SeenFinding;
import io.crosswalk.transformer.yaml.Nearest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** {@code crosswalk drift}: how the legacy schema has changed since the migration began, and what somebody says about it. */
@Command(
        name = "drift",
        description = {
            "Shows how the legacy schema has changed since the migration began, or accepts a change.",
            "A change is forgotten when it is taken back, or when a mapping that accounts for it is in force."
        },
        footer = {
            "",
            "Examples:",
            "  crosswalk drift list -c crosswalk.yaml",
            "  crosswalk drift accept column-new:public.User.phone -c crosswalk.yaml --by ana --reason \"not needed\""
        })
public final class DriftCommand extends LedgerCommand {

    public DriftCommand(Map<String, String> environment) {
        super(environment);
    }

    @Command(description = "Lists the changes as the migration saw them last, with verdicts and ways out.")
    void list(@Mixin ConfigurationOption file, @Option(names = "--json", description = "Print JSON.") boolean json)
            throws SQLException {
        Configuration configuration = read(file);
        try (Connection target = connect(configuration)) {
            target.setReadOnly(true);
            DriftSummary drift = new DriftLedger(configuration.name()).findings(target);
            PrintWriter out = out();
            out.print(json ? json(drift) + System.lineSeparator() : DriftText.list(drift));
            out.flush();
        }
    }

    private static String json(DriftSummary drift) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        DriftJson.write(drift, root);
        return root.toPrettyString();
    }

    @Command(
            description = {
                "Says that a change is all right: it stays in the list and blocks nothing.",
                "That holds as long as the change stays the same."
            })
    void accept(
            @Mixin ConfigurationOption file,
            @Parameters(paramLabel = "FINDING", description = "Its name, as drift list shows it.") String finding,
            @Mixin DecisionOptions decision)
            throws SQLException {
        decision.validate();
        Configuration configuration = read(file);
        try (Connection target = connect(configuration)) {
            DriftLedger ledger = new DriftLedger(configuration.name());
            SeenFinding seen = find(ledger.findings(target), finding);
            if (!decision.isUndone() && !seen.finding().isAcceptable()) {
                throw wrong(seen.finding().verdict().words() + " is no matter of opinion: "
                        + seen.finding().text());
            }
            ledger.accept(target, finding, decision.by(), decision.reason());
            out().println(finding + (decision.isUndone() ? " is no longer accepted" : " is accepted"));
        }
    }

    private SeenFinding find(DriftSummary drift, String name) {
        List<String> names =
                drift.findings().stream().map(seen -> seen.finding().name()).toList();
        return drift.findings().stream()
                .filter(seen -> seen.finding().name().equals(name))
                .findFirst()
                .orElseThrow(() -> {
                    String suggestion = Nearest.suggest(name, names);
                    return wrong(
                            "no finding is called " + name + hint(suggestion) + ": crosswalk drift list shows them");
                });
    }

    private static String hint(@Nullable String suggestion) {
        return suggestion == null ? "" : " (" + suggestion + ")";
    }
}
