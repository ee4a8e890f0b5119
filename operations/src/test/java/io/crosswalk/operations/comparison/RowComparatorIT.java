package io.crosswalk.operations.comparison;

import io.crosswalk.pipeline.row.Columns;
import io.crosswalk.pipeline.row.Row;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.table.TargetTable;
import io.crosswalk.postgres.Catalog;
import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.junit.Target;
import io.crosswalk.testbed.server.Database;
import io.crosswalk.transformer.secrets.TinkSealer;
import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/** How expected rows find the rows that the target holds. */
@Databases
class RowComparatorIT {

    private static final TableId READINGS = new TableId("public", "readings");
    private static final Columns COLUMNS = Columns.of("taken_at", "rate");

    @Test
    void aKeyThatTheColumnRoundsFindsItsRow(@Target Database target) throws Exception {
        TargetTable table =
                new TargetTable(READINGS, COLUMNS, COLUMNS, Optional.empty(), Optional.empty(), List.of(), Set.of());
        try (Connection connection = target.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    SET TimeZone = 'UTC';
                    CREATE TABLE readings (taken_at timestamptz(0), rate numeric(6, 2), PRIMARY KEY (taken_at, rate));
                    INSERT INTO readings VALUES ('2024-02-29 12:00:00.252', '1.509')""");
            Catalog catalog = Catalog.read(connection, List.of("public"));
            connection.setAutoCommit(false);

            RowComparator comparator = new RowComparator(
                    table, catalog.table(READINGS).orElseThrow(), new TinkSealer(TinkSealer.newKeyset()));

            assertThat(comparator
                            .compare(connection, List.of(Row.of(COLUMNS, "2024-02-29 12:00:00.252", "1.509")))
                            .differences())
                    .isEmpty();
        }
    }
}
