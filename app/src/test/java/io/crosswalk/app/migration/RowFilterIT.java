package io.crosswalk.app.migration;

import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.junit.Legacy;
import io.crosswalk.testbed.junit.Target;
import io.crosswalk.testbed.server.Database;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Rows come and go with the table's {@code where}; every row belongs to the one tenant there is. */
@Databases
class RowFilterIT {

    private static final String LEGACY = """
            CREATE TABLE "Shop" (id text PRIMARY KEY, name text);
            CREATE TABLE "Order" (id text PRIMARY KEY, state text, note text);
            INSERT INTO "Shop" VALUES ('main', 'Main');
            INSERT INTO "Order" VALUES ('o1', 'paid', 'one'), ('o2', NULL, 'two'), ('o3', 'paid', 'three')""";

    private static final String TARGET = """
            CREATE TABLE shops (id uuid PRIMARY KEY, name text);
            CREATE TABLE orders (id uuid PRIMARY KEY, shop_id uuid NOT NULL REFERENCES shops, state text, note text);
            CREATE TABLE order_notes (id uuid PRIMARY KEY, note text)""";

    private static final String MAPPING = """
            mapping: 1
            tenant: { table: Shop, column: shop_id }
            tables:
              Shop:
                global: true
                targets: [{ table: shops, columns: { id: { id: id }, name: name } }]
              Order:
                tenant: { constant: main }
                where: { null_if: [cancelled], from: state }
                targets:
                  - { table: orders, columns: { id: { id: id }, shop_id: $tenant, state: state, note: note } }
                  - { table: order_notes, columns: { id: { id: id }, note: note } }
            """;

    private static final String ORDERS = """
            SELECT m.old_id, o.state, length(n.note), s.name FROM orders o JOIN order_notes n USING (id)
            JOIN shops s ON s.id = o.shop_id JOIN crosswalk.id_mappings m ON m.new_id = o.id ORDER BY 1""";

    @Test
    void rowsStartAndStopToMatch(@Legacy Database legacy, @Target Database target) throws Exception {
        MigrationBench.execute(legacy, LEGACY);
        MigrationBench.execute(target, TARGET);
        try (MigrationBench bench = new MigrationBench(legacy, target, MAPPING)) {
            bench.streaming();
            assertThat(MigrationBench.rows(target, ORDERS)).containsExactly("o1|paid|3|Main", "o3|paid|5|Main");

            MigrationBench.execute(legacy, """
                    INSERT INTO "Order" VALUES ('o4', 'new', 'four'), ('o5', 'cancelled', 'five'),
                        ('o6', 'cancelled', (SELECT string_agg(md5(g::text), '') FROM generate_series(1, 1000) g));
                    UPDATE "Order" SET state = 'cancelled' WHERE id = 'o1';
                    UPDATE "Order" SET state = 'late' WHERE id = 'o2';
                    DELETE FROM "Order" WHERE id = 'o3'""");
            bench.drained();
            assertThat(MigrationBench.rows(target, ORDERS)).containsExactly("o2|late|3|Main", "o4|new|4|Main");

            // What begins to match is written whole, values outside the row included; a new key changes nothing about
            // it.
            MigrationBench.execute(legacy, """
                    UPDATE "Order" SET state = 'back' WHERE id = 'o6';
                    UPDATE "Order" SET id = 'o7', state = 'moved' WHERE id = 'o1';
                    UPDATE "Order" SET id = 'o8', state = 'cancelled' WHERE id = 'o4'""");
            bench.drained();
            assertThat(MigrationBench.rows(target, ORDERS))
                    .containsExactly("o2|late|3|Main", "o6|back|32000|Main", "o7|moved|3|Main");
            assertThat(MigrationBench.rows(target, "SELECT reason FROM crosswalk.quarantine"))
                    .isEmpty();
            assertThat(bench.compare().problems()).isEmpty();

            MigrationBench.execute(legacy, "TRUNCATE \"Order\"");
            bench.drained();
            assertThat(MigrationBench.rows(target, ORDERS)).isEmpty();
        }
    }
}
