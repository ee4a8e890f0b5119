package io.crosswalk.app;

import io.crosswalk.app.commands.CheckCommand;
import io.crosswalk.app.commands.ConfigCommand;
import io.crosswalk.app.commands.DraftCommand;
import io.crosswalk.app.commands.DriftCommand;
import io.crosswalk.app.commands.ExplainCommand;
import io.crosswalk.app.commands.KeyCommand;
import io.crosswalk.app.commands.PauseCommand;
import io.crosswalk.app.commands.PlanCommand;
import io.crosswalk.app.commands.PrepareCommand;
import io.crosswalk.app.commands.QuarantineCommand;
import io.crosswalk.app.commands.ResumeCommand;
import io.crosswalk.app.commands.ResyncCommand;
import io.crosswalk.app.commands.RunCommand;
import io.crosswalk.app.commands.StatusCommand;
import io.crosswalk.app.terminal.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TimeZone;

/** The command {@code crosswalk}: the entry of the process. */
@Command(
        name = "crosswalk",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        scope = ScopeType.INHERIT,
        description = "Moves a live PostgreSQL application onto a new schema while it keeps running.",
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:failed",
            "2:the command line or a file cannot be used; nothing was touched",
            "3:check found something that blocks the migration",
            "4:refused by a check; the message says what to do",
            "130:interrupted"
        })
public final class Main implements Runnable {

    @Spec
    private CommandSpec spec;

    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Show stack traces of failures.")
    private boolean debug;

    private Main() {
        // picocli sets it before anything runs.
        this.spec = CommandSpec.create();
    }

    public static void main(String[] arguments) {
        // pgjdbc tells every server the JVM's zone, and Debezium reads eras in the JVM's language: both must be the
        // ones we compare in.
        TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
        Locale.setDefault(Locale.ROOT);
        Terminal.prepareLogging();
        System.exit(commandLine(System.getenv(), ConfiguredMigration::new).execute(arguments));
    }

    /** The command line with everything that comes from outside as arguments, so that a test can run it in its own process. */
    public static CommandLine commandLine(Map<String, String> environment, MigrationFactory migrations) {
        CommandLine line = new CommandLine(new Main());
        // In the order in which an operator needs them.
        line.addSubcommand(new ConfigCommand(environment));
        line.addSubcommand(new DraftCommand(environment));
        line.addSubcommand(new CheckCommand(environment));
        line.addSubcommand(new PlanCommand(environment));
        line.addSubcommand(new PrepareCommand(environment));
        line.addSubcommand(new RunCommand(environment, migrations));
        line.addSubcommand(new StatusCommand(environment));
        line.addSubcommand(new PauseCommand(environment));
        line.addSubcommand(new ResumeCommand(environment));
        line.addSubcommand(new ResyncCommand(environment));
        line.addSubcommand(new QuarantineCommand(environment));
        line.addSubcommand(new DriftCommand(environment));
        line.addSubcommand(new KeyCommand(environment));
        line.addSubcommand(new ExplainCommand(environment));
        ServiceLoader.load(Subcommand.class).forEach(line::addSubcommand);
        line.getCommandSpec()
                .usageMessage()
                .footer(
                        "",
                        "Examples:",
                        "  crosswalk draft --source postgresql://me@legacy/app --tenant Clinic -o crosswalk.yaml",
                        "  crosswalk config check -c crosswalk.yaml",
                        "  crosswalk check -c crosswalk.yaml",
                        "  crosswalk plan -c crosswalk.yaml -o plan",
                        "  crosswalk prepare -c crosswalk.yaml",
                        "  crosswalk run -c crosswalk.yaml",
                        "  crosswalk status -c crosswalk.yaml");
        FailureReport report = new FailureReport(() -> line.getParseResult() != null && isDebug(line));
        return line.setExecutionExceptionHandler(report)
                .setParameterExceptionHandler(report)
                .setCaseInsensitiveEnumValuesAllowed(true);
    }

    private static boolean isDebug(CommandLine line) {
        Main main = line.getCommand();
        return main.debug;
    }

    /** Without a command there is nothing to do. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
