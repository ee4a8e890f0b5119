package io.crosswalk.connector;

/** What remains to be done when changes have gone by unseen, as the end of a message. */
public final class WayOut {

    /** Reads again what the stream has missed. */
    public static final String RESYNC = "The way out: crosswalk resync (docs/resync.md)";

    private WayOut() {}
}
