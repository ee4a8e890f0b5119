package io.crosswalk.connector;

import io.crosswalk.pipeline.SourceTable;
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
    void aTableWithoutAKeyWhoseColumnsMayBeNullIsRefused(Database legacy) throws Exception {
        try (Connection connection = DatabaseAddress.parse(legacy.libpqUrl(), null, legacy.password())
                        .connect("test");
                var statement = connection.createStatement()) {
            statement.execute("""
                    CREATE TABLE public.loose (a int NOT NULL, "b ""c" int, d int GENERATED ALWAYS AS (a) STORED);
                    CREATE TABLE public.firm (a int NOT NULL, b int NOT NULL);
                    CREATE TABLE public.keyed (a int PRIMARY KEY, b int)""");
            List<SourceTable> tables = SourceCatalog.tables(Catalog.read(connection, List.of("public")));

            assertThat(Unreadable.of(connection, tables))
                    .singleElement()
                    .extracting(Unreadable::what)
                    .asString()
                    .startsWith("table public.loose has no key")
                    .endsWith("may be NULL: b \"c");
            statement.execute("ALTER TABLE public.loose ALTER COLUMN \"b \"\"c\" SET NOT NULL");
            assertThat(Unreadable.of(connection, tables)).isEmpty();
        }
    }
}
