package io.crosswalk.app.terminal;

import io.crosswalk.postgres.Failures;

import java.io.IOException;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * Where a failure happened, with its causes, for {@code --debug}. Messages are shown only of exceptions that are known to carry no value
 * of any row (promise P6): a driver's message quotes the value that was refused, and a library's may too.
 */
public final class FailureTrace {

    private FailureTrace() {}

    public static void print(Throwable failure, PrintWriter out) {
        print("", failure, out, Collections.newSetFromMap(new IdentityHashMap<>()));
        out.flush();
    }

    private static void print(String label, Throwable failure, PrintWriter out, Set<Throwable> seen) {
        if (!seen.add(failure)) {
            return;
        }
        out.println(label + describe(failure));
        for (StackTraceElement frame : failure.getStackTrace()) {
            out.println("\tat " + frame);
        }
        for (Throwable suppressed : failure.getSuppressed()) {
            print("suppressed: ", suppressed, out, seen);
        }
        Throwable cause = failure.getCause();
        if (cause != null) {
            print("caused by: ", cause, out, seen);
        }
    }

    private static String describe(Throwable failure) {
        String name = failure.getClass().getName();
        if (failure instanceof SQLException) {
            return name + ": " + Failures.withoutValues(failure);
        }
        return mayBeShown(failure) ? name + ": " + failure.getMessage() : name;
    }

    /** True for messages of our own code, which never hold values, and of failures of files and sockets. */
    public static boolean mayBeShown(Throwable failure) {
        if (failure instanceof SQLException || failure.getMessage() == null) {
            return false;
        }
        if (failure instanceof IOException) {
            // The driver's streams pass on what the server said.
            return !(failure.getCause() instanceof SQLException);
        }
        StackTraceElement[] frames = failure.getStackTrace();
        return frames.length > 0 && frames[0].getClassName().startsWith("io.crosswalk.");
    }
}
