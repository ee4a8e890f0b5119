package io.crosswalk.operations.check;

import java.sql.SQLException;

/** A database does not answer at all, which is told once and not by every inspection. */
public final class UnreachableException extends SQLException {

    private static final long serialVersionUID = 1L;

    UnreachableException(SQLException cause) {
        super(cause.getMessage(), cause.getSQLState(), cause);
    }
}
