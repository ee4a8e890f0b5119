package io.crosswalk.app.migration;

import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.junit.Legacy;
import io.crosswalk.testbed.junit.Target;
import io.crosswalk.testbed.server.Database;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** A migrator whose statement waits, here for a lock, ends when it is told to; and its successor does not have to wait for that statement. */
@Databases
class StoppedMigratorIT {

    private static final String WAITING = "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
            + " AND application_name LIKE 'crosswalk sink%' AND wait_event_type = 'Lock'";

    private MigratorBench bench;

    @BeforeEach
    void fill(@Legacy Database legacy, @Target Database target, @TempDir Path folder) throws Exception {
        bench = MigratorBench.kamdental(folder, legacy, target, 1_000);
    }

    @Test
    void sigtermEndsAMigratorWhoseStatementWaitsAndItsSuccessorGoesOn() throws Exception {
        try (MigratorProcess migrator = bench.migrator()) {
            migrator.start();
            bench.await(() -> bench.phase().equals("STREAMING"));
            try (Connection locking = lockClinics()) {
                MigrationBench.execute(bench.legacy(), "UPDATE \"Clinic\" SET name = 'waits'");
                String first = waitingInsteadOf("nobody");
                assertThat(migrator.terminate()).as(migrator.output()).isEqualTo(143);
                assertThat(migrator.output()).contains("ending without it");

                migrator.start();
                String second = waitingInsteadOf(first);
                migrator.kill();
                migrator.start();
                waitingInsteadOf(second);
            }
            bench.assertEqualOnceDrained();
        }
    }

    private Connection lockClinics() throws Exception {
        Connection locking = bench.target().connect();
        locking.setAutoCommit(false);
        try (Statement statement = locking.createStatement()) {
            statement.execute("SELECT FROM public.clinics FOR UPDATE");
        }
        return locking;
    }

    /** The session that waits for the lock, once it is another one: it has the seat, and the one before has lost it. */
    private String waitingInsteadOf(String former) throws Exception {
        bench.await(() -> {
            List<String> waiting = MigrationBench.rows(bench.target(), WAITING);
            return waiting.size() == 1 && !waiting.contains(former);
        });
        return MigrationBench.rows(bench.target(), WAITING).get(0);
    }
}
