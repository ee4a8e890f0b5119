package io.crosswalk.app.commands;

import io.crosswalk.app.ExitCode;
import io.crosswalk.app.Subcommand;
import io.crosswalk.operations.draft.Draft;
import io.crosswalk.operations.draft.DraftRefusedException;
import io.crosswalk.operations.draft.DraftRequest;
import io.crosswalk.postgres.DatabaseAddress;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** {@code crosswalk draft}: writes a crosswalk.yaml from the legacy catalog, or adds to one what is new. */
@Command(
        name = "draft",
        description = {
            "Drafts a complete, commented crosswalk.yaml from the legacy catalog. Only reads the databases.",
            "A file that exists keeps every character; new tables and columns are added to it."
        },
        footer = {
            "",
            "Passwords come from the URL, or from LEGACY_PASSWORD and TARGET_PASSWORD; they are never written to the file.",
            "",
            "Example:",
            "  crosswalk draft --source postgresql://me@legacy/app --target postgresql://me@new/postgres \\",
            "      --tenant Clinic --users User -o crosswalk.yaml"
        })
public final class DraftCommand implements Subcommand {

    private static final Duration SAMPLING = Duration.ofMinutes(3);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--source", required = true, paramLabel = "URL", description = "The legacy database.")
    private String source = "";

    @Option(names = "--target", paramLabel = "URL", description = "The database of the new schema.")
    private @Nullable String target;

    @Option(
            names = "--tenant",
            paramLabel = "TABLE",
            description = "The legacy table of the tenants; without it, candidates are named.")
    private @Nullable String tenant;

    @Option(
            names = "--users",
            paramLabel = "TABLE",
            description = "The legacy table of the users, who become accounts of Supabase Auth.")
    private @Nullable String users;

    @Option(names = "--match", paramLabel = "COLUMN", description = "The column of that table with the e-mail address.")
    private @Nullable String match;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "The file to write, or to add to. Without it the draft is printed.")
    private @Nullable Path output;

    @Option(
            names = "--no-sampling",
            description = "Do not look at values to find ids in columns without a foreign key.")
    private boolean withoutSampling;

    private final Map<String, String> environment;

    public DraftCommand(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    @Override
    public Integer call() throws SQLException, IOException {
        PrintWriter err = spec.commandLine().getErr();
        if (match != null && users == null) {
            throw new ParameterException(spec.commandLine(), "--match names a column of the table that --users names");
        }
        DraftRequest request = new DraftRequest(
                address("--source", source, "LEGACY_PASSWORD"),
                Optional.ofNullable(target).map(url -> address("--target", url, "TARGET_PASSWORD")),
                Optional.ofNullable(tenant),
                Optional.ofNullable(users),
                Optional.ofNullable(match),
                Optional.ofNullable(output),
                withoutSampling ? Optional.empty() : Optional.of(SAMPLING));
        try {
            Draft.Outcome outcome = Draft.run(request, step -> {
                err.println(step);
                err.flush();
            });
            report(outcome, err);
            return ExitCode.OK;
        } catch (DraftRefusedException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private void report(Draft.Outcome outcome, PrintWriter err) {
        if (output == null) {
            PrintWriter out = spec.commandLine().getOut();
            out.print(outcome.text());
            out.flush();
        }
        outcome.messages().forEach(message -> err.println("note: " + message));
        if (!outcome.changed()) {
            err.println(output + ": nothing is new, the file stays as it is");
            return;
        }
        outcome.summary().lines().forEach(err::println);
        if (output != null) {
            err.println(output + " is written; next: crosswalk config check -c " + output);
        }
        err.flush();
    }

    private DatabaseAddress address(String option, String url, String variable) {
        try {
            DatabaseAddress address = DatabaseAddress.parse(url, null, null);
            String password = environment.get(variable);
            return address.password() != null || password == null || password.isBlank()
                    ? address
                    : DatabaseAddress.parse(url, null, password.strip());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), option + ": " + e.getMessage());
        }
    }
}
