package io.crosswalk.app;

import io.crosswalk.app.terminal.FailureTrace;
import io.crosswalk.pipeline.SinkException;
import io.crosswalk.pipeline.SourceException;
import io.crosswalk.postgres.Failures;
import io.crosswalk.transformer.yaml.InvalidFileException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.function.BooleanSupplier;

/** Tells a failure in one sentence on stderr and turns it into an exit code. Where it happened is for --debug. */
final class FailureReport implements IExecutionExceptionHandler, IParameterExceptionHandler {

    private final BooleanSupplier debug;

    FailureReport(BooleanSupplier debug) {
        this.debug = debug;
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine line, @Nullable ParseResult parsed) {
        PrintWriter err = line.getErr();
        if (failure instanceof InterruptedException) {
            Thread.currentThread().interrupt();
            err.println("crosswalk: interrupted");
            return ExitCode.INTERRUPTED;
        }
        err.println("crosswalk: " + describe(failure));
        if (debug.getAsBoolean()) {
            FailureTrace.print(failure, err);
        }
        return exitCode(failure);
    }

    @Override
    public int handleParseException(ParameterException failure, String[] arguments) {
        CommandLine line = failure.getCommandLine();
        PrintWriter err = line.getErr();
        err.println("crosswalk: " + failure.getMessage());
        UnmatchedArgumentException.printSuggestions(failure, err);
        err.println("Try '" + line.getCommandSpec().qualifiedName() + " --help'.");
        return ExitCode.USAGE;
    }

    private static String describe(Exception failure) {
        if (failure instanceof SQLException) {
            return Failures.withoutValues(failure);
        }
        return FailureTrace.mayBeShown(failure)
                ? String.valueOf(failure.getMessage())
                : "an internal error (" + failure.getClass().getSimpleName() + "); --debug shows where";
    }

    private static int exitCode(Exception failure) {
        if (failure instanceof InvalidFileException) {
            return ExitCode.USAGE;
        }
        boolean refused = failure instanceof SourceException source && !source.isTransient()
                || failure instanceof SinkException sink && !sink.isTransient();
        return refused ? ExitCode.REFUSED : ExitCode.FAILURE;
    }
}
