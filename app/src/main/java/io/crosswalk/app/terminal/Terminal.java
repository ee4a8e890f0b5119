package io.crosswalk.app.terminal;

import java.io.Console;
import java.lang.reflect.InvocationTargetException;
import java.util.List;

/** Whether somebody is watching, and what a terminal understands. */
public final class Terminal {

    /** Back to the line's beginning, and wipe it and everything below. */
    public static final String WIPE = "\r\u001b[J";

    private static final String WRAP_OFF = "\u001b[?7l";
    private static final String WRAP_ON = "\u001b[?7h";

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

    /**
     * What shows lines in place of the block before. The cursor goes back to the block's first line, so that whatever is printed next
     * wipes the block with {@link #WIPE} and goes on from there. Lines that are too long are cut by the terminal: wrapped ones would
     * take two.
     */
    public static String block(List<String> lines) {
        String up = lines.size() > 1 ? "\u001b[" + (lines.size() - 1) + "A" : "";
        return WIPE + WRAP_OFF + String.join("\n", lines) + WRAP_ON + "\r" + up;
    }

    /** To be called before the first logger is made: on a terminal, a log line wipes the progress it would be appended to. */
    public static void prepareLogging() {
        if (isWatched()) {
            System.setProperty("crosswalk.log.line.start", WIPE);
        }
    }
}
