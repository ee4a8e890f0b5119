package io.crosswalk.connector.preparation;

import io.crosswalk.connector.SourceCatalog;
import io.crosswalk.pipeline.table.SourceTable;
import io.crosswalk.postgres.Catalog;
import io.crosswalk.postgres.DatabaseAddress;
import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.server.Database;
import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

@Databases
class UnreadableIT {

    @Test
    void aTableWithoutAKeyIsRefusedUntilItHasOne(Database legacy) throws Exception {
        try (Connection connection = DatabaseAddress.parse(legacy.libpqUrl(), null, legacy.password())
                        .connect("test");
                var statement = connection.createStatement()) {
            statement.execute("""
                    CREATE TABLE public.loose (a int NOT NULL, "b ""c" int, d int GENERATED ALWAYS AS (a) STORED);
                    CREATE TABLE public.keyed (a int PRIMARY KEY, b int)""");
            List<SourceTable> tables = SourceCatalog.tables(Catalog.read(connection, List.of("public")));

            assertThat(Unreadable.of(connection, tables))
                    .singleElement()
                    .satisfies(unreadable -> assertThat(unreadable.what())
                            .startsWith(
                                    "table public.loose has no primary key and no unique index over NOT NULL columns"))
                    .extracting(Unreadable::remedy)
                    .asString()
                    .startsWith("CREATE UNIQUE INDEX CONCURRENTLY ON \"public\".\"loose\"");
            statement.execute("ALTER TABLE public.loose ADD COLUMN crosswalk_id bigint GENERATED ALWAYS AS IDENTITY"
                    + " PRIMARY KEY");
            assertThat(Unreadable.of(connection, SourceCatalog.tables(Catalog.read(connection, List.of("public")))))
                    .isEmpty();
        }
    }
}
