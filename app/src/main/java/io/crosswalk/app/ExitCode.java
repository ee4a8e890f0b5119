package io.crosswalk.app;

/** What the process ends with. Scripts depend on these. */
public final class ExitCode {

    public static final int OK = 0;
    /** Something went wrong: a database that cannot be reached, too, whichever command asks it. */
    public static final int FAILURE = 1;
    /** The command line or a file that somebody wrote cannot be used; nothing was touched. */
    public static final int USAGE = 2;
    /** {@code check} found something that has to be mended before a migration can begin. */
    public static final int BLOCKED = 3;
    /** A check refused to go on: somebody has to act first. */
    public static final int REFUSED = 4;
    /** Stopped by Ctrl-C. */
    public static final int INTERRUPTED = 130;

    private ExitCode() {}
}
