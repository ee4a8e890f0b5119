package io.crosswalk.operations.check;

/** How bad a finding is, worst first. */
public enum Severity {
    /** A migration cannot begin, or cannot be right, before it is mended. */
    BLOCKER,
    /** A migration runs; rows will wait in the quarantine, somebody is at risk, or something could not be looked at. */
    WARNING,
    /** Good to know. */
    NOTE
}
