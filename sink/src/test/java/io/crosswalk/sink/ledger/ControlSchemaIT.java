package io.crosswalk.sink.ledger;

import io.crosswalk.pipeline.table.IdMappings;
import io.crosswalk.pipeline.transaction.Position;
import io.crosswalk.postgres.Catalog;
import io.crosswalk.postgres.CatalogTable;
import io.crosswalk.postgres.DatabaseAddress;
import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.server.Database;
import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Databases
class ControlSchemaIT {

    private static final String[] TABLES = {"chunks", "deferred", "id_mappings", "ledger", "quarantine"};

    private static List<String> tables(Connection connection) throws SQLException {
        List<String> names = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT tablename FROM pg_tables WHERE schemaname = 'crosswalk' ORDER BY 1")) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }

    @Test
    void mayBeInstalledOverItselfAndKeepsWhatItHolds(Database database) throws SQLException {
        try (Connection connection = database.connect()) {
            ControlSchema.install(connection);
            List<String> before = tables(connection);
            new Ledger("bench").open(connection, "digest", "slot", 1, 1, new Position(1), Instant.EPOCH);

            ControlSchema.install(connection);

            assertThat(tables(connection)).isEqualTo(before).contains(TABLES);
            assertThat(new Ledger("bench").read(connection)).isPresent();
            assertThat(connection.getAutoCommit()).isTrue();
        }
    }

    @Test
    void mayBeInstalledByFourMigratorsAtOnce(Database database) throws Exception {
        CyclicBarrier together = new CyclicBarrier(4);
        Callable<Void> install = () -> {
            try (Connection connection = database.connect()) {
                together.await();
                ControlSchema.install(connection);
            }
            return null;
        };
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (Future<Void> installed : threads.invokeAll(List.of(install, install, install, install))) {
                installed.get();
            }
        } finally {
            threads.shutdownNow();
        }
        try (Connection connection = database.connect()) {
            assertThat(tables(connection)).contains(TABLES);
        }
    }

    @Test
    void anInstallThatFailsLeavesNothing(Database database) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA crosswalk; CREATE FUNCTION crosswalk.uuid_of(other text) RETURNS int"
                    + " LANGUAGE sql AS 'SELECT 1'");

            assertThatThrownBy(() -> ControlSchema.install(connection)).isInstanceOf(SQLException.class);

            assertThat(tables(connection)).isEmpty();
            assertThat(connection.getAutoCommit()).isTrue();
        }
    }

    @Test
    void isClosedToEverybodyElse(Database database) throws SQLException {
        String role = "stranger_" + UUID.randomUUID().toString().replace("-", "");
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            ControlSchema.install(connection);
            statement.execute("CREATE ROLE " + role);
            try {
                statement.execute("SET ROLE " + role);
                assertThatThrownBy(() -> statement.execute("SELECT * FROM crosswalk.id_mappings"))
                        .hasMessageContaining("permission denied for schema crosswalk");
            } finally {
                statement.execute("RESET ROLE; DROP ROLE " + role);
            }
        }
    }

    @Test
    void theShapeOfTheIdMappingsIsKnownBeforeTheyExist(Database database) throws SQLException {
        try (Connection connection = DatabaseAddress.parse(database.libpqUrl(), null, database.password())
                .connect("test")) {
            ControlSchema.install(connection);
            CatalogTable read = Catalog.read(connection, List.of("crosswalk"))
                    .table(IdMappings.TABLE)
                    .orElseThrow();
            CatalogTable known = ControlSchema.idMappings();

            assertThat(read.columns()).containsAll(known.columns());
            assertThat(known.primaryKey()).isEqualTo(read.primaryKey());
        }
    }
}
