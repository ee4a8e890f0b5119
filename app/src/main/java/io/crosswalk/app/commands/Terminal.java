package io.crosswalk.app.commands;

import java.io.Console;
import java.lang.reflect.InvocationTargetException;

/** Whether somebody is watching, and what a terminal understands. */
public final class Terminal {

    /** Back to the line's beginning, and wipe it. */
    static final String WIPE_LINE = "\r\u001b[2K";

    private Terminal() {}

    /** True when a person sees what is printed. Java cannot ask about stderr alone: input and output count. */
    public static boolean isWatched() {
        Console console = System.console();
        if (console == null || "dumb".equals(System.getenv("TERM"))) {
            return false;
        }
        try {
            // From Java 22 on there is a console without a terminal too.
            return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (IllegalAccessException | InvocationTargetException e) {
            return false;
        }
    }

    /** To be called before the first logger is made: on a terminal, a log line wipes the progress line it would be appended to. */
    public static void prepareLogging() {
        if (isWatched()) {
            System.setProperty("crosswalk.log.line.start", WIPE_LINE);
        }
    }
}
