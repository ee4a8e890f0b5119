package io.crosswalk.sink.session;

import io.crosswalk.pipeline.SinkException;
import io.crosswalk.postgres.Identifiers;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** The session setting under which triggers and foreign keys of the target do not act on migrated rows (PostgreSQL manual, 20.11.1). */
public final class ReplicaRole {

    private ReplicaRole() {}

    /**
     * Enters it.
     *
     * @throws SinkException when the role may not: then a trigger would act twice, and a child could not come before its parent
     */
    public static void enter(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET session_replication_role = replica");
        } catch (SQLException e) {
            if (!"42501".equals(e.getSQLState())) {
                throw e;
            }
            String user = connection.getMetaData().getUserName();
            throw SinkException.lasting(
                    "the role " + user
                            + " may not set session_replication_role on the target, so triggers and foreign keys would act on"
                            + " migrated rows. On PostgreSQL 15 or newer a superuser grants it: GRANT SET ON PARAMETER"
                            + " session_replication_role TO " + Identifiers.quote(user),
                    e);
        }
    }
}
