package io.crosswalk.app.migration;

import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.junit.Legacy;
import io.crosswalk.testbed.junit.Target;
import io.crosswalk.testbed.server.Database;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

import static org.assertj.core.api.Assertions.assertThat;

/** Promises P1 and P2 for a source transaction that is far larger than the migrator's memory: one target transaction, or none of it. */
@Databases
class HugeTransactionIT {

    /** For a measurement: {@code -Dhuge.rows=2000000 -Dhuge.heap=256}. */
    private static final int ROWS = Integer.getInteger("huge.rows", 100_000);

    private static final int HEAP_MEGABYTES = Integer.getInteger("huge.heap", 128);
    /** The transaction carries about twice as many bytes as the heap has, of which a row has some hundred anyway. */
    private static final int DIGESTS = Math.max(1, (int) (HEAP_MEGABYTES * 2L * 1_000_000 / ROWS / 32 - 5));

    private static final String HUGE = """
            BEGIN;
            CREATE TEMPORARY SEQUENCE numbers;
            INSERT INTO "MetricValue" ("date", value, "sourceType", "updatedAt", "metricDefinitionId", "clinicId", id, metadata)
              SELECT "date", value, 'huge', "updatedAt", "metricDefinitionId", "clinicId",
                     'cl' || lpad(nextval('numbers')::text, 23, '0'), jsonb_build_object('text', repeat(md5(n::text), %d))
                FROM (SELECT * FROM "MetricValue" WHERE "clinicId" IS NOT NULL ORDER BY id LIMIT 100) sample,
                     generate_series(1, %d) n;
            UPDATE "MetricValue" SET value = 'twice' WHERE "sourceType" = 'huge' AND id LIKE '%%7';
            DELETE FROM "MetricValue" WHERE "sourceType" = 'huge' AND id LIKE '%%9';
            COMMIT
            """.formatted(DIGESTS, ROWS / 100);

    @TempDir
    private Path folder;

    @Test
    void aTransactionLargerThanTheHeapBecomesOneTargetTransaction(@Legacy Database legacy, @Target Database target)
            throws Exception {
        MigratorBench bench = MigratorBench.kamdental(folder, legacy, target, 500);
        try (MigratorProcess migrator = bench.migrator()) {
            migrator.startWithin(HEAP_MEGABYTES);
            bench.await(() -> bench.phase().equals("STREAMING"));
            AtomicBoolean over = new AtomicBoolean();
            CompletableFuture<Set<Long>> seen = CompletableFuture.supplyAsync(() -> counts(target, over));
            try {
                MigrationBench.execute(legacy, HUGE);
                bench.assertEqualOnceDrained();
            } finally {
                over.set(true);
            }
            assertThat(seen.get()).containsExactly(0L, (long) ROWS - ROWS / 10);
        }
    }

    /** How many rows of the transaction a reader of the target saw, each number once, from now to the end and once after it. */
    private static Set<Long> counts(Database target, AtomicBoolean over) {
        Set<Long> seen = new TreeSet<>();
        try (Connection connection = target.connect();
                Statement statement = connection.createStatement()) {
            boolean last;
            do {
                last = over.get();
                try (ResultSet count = statement.executeQuery(
                        "SELECT count(*) FROM public.metric_values WHERE source_type::text = 'huge'")) {
                    count.next();
                    seen.add(count.getLong(1));
                }
            } while (!last);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return seen;
    }
}
