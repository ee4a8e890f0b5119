package io.crosswalk.app.commands.options;

import io.crosswalk.app.Subcommand;
import io.crosswalk.app.configuration.Configuration;
import io.crosswalk.app.ledger.UnknownMigration;
import io.crosswalk.sink.ledger.Ledger;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeSet;

/** A command over what a migration keeps in its target. It does nothing by itself: its subcommands do. */
public abstract class LedgerCommand implements Subcommand {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final Map<String, String> environment;

    protected LedgerCommand(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    @Override
    public final Integer call() {
        throw wrong(spec.name() + " needs one of "
                + String.join(", ", new TreeSet<>(spec.subcommands().keySet())));
    }

    protected final Configuration read(ConfigurationOption file) {
        return file.read(environment);
    }

    /**
     * A session with the target.
     *
     * @throws io.crosswalk.pipeline.SinkException when the target has no ledger of the migration
     */
    protected final Connection connect(Configuration configuration) throws SQLException {
        String name = configuration.name();
        Connection target = configuration.target().connect("crosswalk " + spec.name() + " " + name);
        try {
            if (new Ledger(name).read(target).isEmpty()) {
                throw UnknownMigration.named(name);
            }
            return target;
        } catch (SQLException | RuntimeException e) {
            target.close();
            throw e;
        }
    }

    protected final PrintWriter out() {
        return spec.commandLine().getOut();
    }

    /** What to say about a mistake on the command line. */
    protected final ParameterException wrong(String what) {
        return new ParameterException(spec.commandLine(), what);
    }
}
