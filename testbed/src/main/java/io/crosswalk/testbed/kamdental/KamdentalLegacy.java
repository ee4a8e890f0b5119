package io.crosswalk.testbed.kamdental;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** The legacy database of Kamdental as Prisma creates it, empty, in the schema public. */
public final class KamdentalLegacy {

    /** The application's tables, parents first; without Prisma's own history. */
    public static final List<String> TABLES = List.of(
            "Clinic",
            "User",
            "Provider",
            "MetricDefinition",
            "DataSource",
            "ColumnMapping",
            "MetricValue",
            "Goal",
            "Dashboard",
            "Widget",
            "_ProviderToMetricDefinition",
            "ImportScratch");

    private KamdentalLegacy() {}

    /** Creates all tables, in one transaction. */
    public static void create(Connection connection) throws SQLException {
        Script.inTransaction(connection, () -> Script.named("legacy.sql").run(connection));
    }
}
