package io.crosswalk.testbed.kamdental.writes;

import io.crosswalk.testbed.kamdental.values.LegacyWords;

import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.ArrayDeque;
import java.util.Deque;

/** The transactions that write users. For one thread. */
final class UserWrites {

    private static final String HAS_CLINIC = "\"clinicId\" IS NOT NULL";

    private final LegacyConnection connection;
    private final KnownRows known;
    private final DashboardWrites dashboards;
    private final Deque<String> created = new ArrayDeque<>();

    UserWrites(LegacyConnection connection, KnownRows known, DashboardWrites dashboards) {
        this.connection = connection;
        this.known = known;
        this.dashboards = dashboards;
    }

    void logIn() throws SQLException {
        LocalDateTime now = LegacyConnection.now();
        connection.update(
                "UPDATE \"User\" SET \"lastLogin\" = ?, \"updatedAt\" = ? WHERE \"id\" = ?",
                now,
                now,
                known.any(connection, "User"));
        connection.commit();
    }

    void changeEmail() throws SQLException {
        connection.update(
                "UPDATE \"User\" SET \"email\" = ?, \"updatedAt\" = ? WHERE \"id\" = ?",
                newEmail(),
                LegacyConnection.now(),
                known.any(connection, "User"));
        connection.commit();
    }

    /** Everything below the user changes its tenant with it. */
    void moveToAnotherClinic() throws SQLException {
        String user = known.anyWhere(connection, "User", HAS_CLINIC);
        String clinic = known.clinic();
        connection.update(
                "UPDATE \"User\" SET \"clinicId\" = ?, \"updatedAt\" = ? WHERE \"id\" = ? AND \"clinicId\" <> ?",
                clinic,
                LegacyConnection.now(),
                user,
                clinic);
        connection.commit();
    }

    void createWithDashboards() throws SQLException {
        String id = known.ids.cuid(System.currentTimeMillis());
        LocalDateTime now = LegacyConnection.now();
        connection.update(
                """
                INSERT INTO "User" ("id", "email", "name", "role", "passwordHash", "createdAt", "updatedAt", "clinicId")
                VALUES (?, ?, ?, 'front_desk', ?, ?, ?, ?)
                """, id, newEmail(), known.words.person(), LegacyWords.PASSWORD_HASH, now, now, known.clinic());
        dashboards.insert(id);
        dashboards.insert(id);
        connection.commit();
        created.addLast(id);
    }

    /** Deletes a user this session created: children first, as ON DELETE RESTRICT demands. */
    void deleteWithDashboards() throws SQLException {
        String user = created.peekFirst();
        connection.update("""
                DELETE FROM "Widget" WHERE "dashboardId" IN (SELECT "id" FROM "Dashboard" WHERE "userId" = ?)
                """, user);
        connection.update("DELETE FROM \"Dashboard\" WHERE \"userId\" = ?", user);
        connection.update("DELETE FROM \"User\" WHERE \"id\" = ?", user);
        connection.commit();
        created.pollFirst();
    }

    /** Unique, also in lower case; in mixed case now and then. */
    private String newEmail() {
        String unique = known.ids.cuid(System.currentTimeMillis());
        return (known.words.perMille(300) ? "New.Person." : "new.person.") + unique + "@mail.example";
    }
}
