package io.crosswalk.testbed.kamdental.writes;

import org.jspecify.annotations.Nullable;

import java.sql.SQLException;
import java.time.LocalDateTime;

/** The transactions that write dashboards and their widgets. For one thread. */
final class DashboardWrites {

    private final LegacyConnection connection;
    private final KnownRows known;

    DashboardWrites(LegacyConnection connection, KnownRows known) {
        this.connection = connection;
        this.known = known;
    }

    /** A dashboard with widgets for a user who has a clinic. */
    void create() throws SQLException {
        String user = known.anyWhere(connection, "User", "\"clinicId\" IS NOT NULL");
        if (user != null) {
            insert(user);
        }
        connection.commit();
    }

    /** Inserts a dashboard and its widgets in the running transaction. */
    void insert(String user) throws SQLException {
        String id = known.ids.cuid(System.currentTimeMillis());
        LocalDateTime now = LegacyConnection.now();
        connection.update(
                """
                INSERT INTO "Dashboard" ("id", "name", "isDefault", "layoutConfig", "createdAt", "updatedAt", "userId")
                VALUES (?, ?, ?, ?::jsonb, ?, ?, ?)
                """,
                id,
                known.words.metric(),
                known.words.perMille(300),
                known.words.layout(known.words.perMille(100)),
                now,
                now,
                user);
        for (int i = 0; i < 3; i++) {
            insertWidget(id, i);
        }
    }

    private void insertWidget(@Nullable String dashboard, int position) throws SQLException {
        LocalDateTime now = LegacyConnection.now();
        connection.update(
                """
                INSERT INTO "Widget" ("id", "widgetType", "chartType", "positionX", "positionY", "width", "height",
                    "config", "createdAt", "updatedAt", "dashboardId", "metricDefinitionId")
                VALUES (?, 'chart', 'line', ?, 0, 4, 3, ?::jsonb, ?, ?, ?, ?)
                """,
                known.ids.cuid(System.currentTimeMillis()),
                position * 4,
                known.words.widgetConfig(),
                now,
                now,
                dashboard,
                known.definition());
    }

    void addWidget() throws SQLException {
        String dashboard = known.any(connection, "Dashboard");
        if (dashboard != null) {
            insertWidget(dashboard, 3);
        }
        connection.commit();
    }

    void moveWidget() throws SQLException {
        connection.update(
                "UPDATE \"Widget\" SET \"positionX\" = ?, \"chartType\" = NULL, \"updatedAt\" = ? WHERE \"id\" = ?",
                known.below(12),
                LegacyConnection.now(),
                known.any(connection, "Widget"));
        connection.commit();
    }

    void removeWidget() throws SQLException {
        connection.update("DELETE FROM \"Widget\" WHERE \"id\" = ?", known.any(connection, "Widget"));
        connection.commit();
    }

    /** Leaves the large layout alone: logical decoding does not show it then. */
    void renameBesideLargeLayout() throws SQLException {
        connection.update(
                "UPDATE \"Dashboard\" SET \"name\" = ?, \"updatedAt\" = ? WHERE \"id\" = ?",
                known.words.metric() + " ✨",
                LegacyConnection.now(),
                known.largeDashboard());
        connection.commit();
    }
}
