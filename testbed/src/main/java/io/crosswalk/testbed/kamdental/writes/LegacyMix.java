package io.crosswalk.testbed.kamdental.writes;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The mix of transactions of one session: each call runs the next one. Most are chosen by weight; the rare ones that a
 * migration has to see anyway come by the clock. For one thread.
 */
public final class LegacyMix {

    /** One kind of transaction; it commits or rolls back by itself. */
    private interface Kind {
        void run() throws SQLException;
    }

    /** A kind that is due again some time after it ran. */
    private static final class Timed {
        private final long intervalNanos;
        private final Kind kind;
        private long dueNanos;

        Timed(Duration interval, Kind kind, long nowNanos) {
            this.intervalNanos = interval.toNanos();
            this.kind = kind;
            this.dueNanos = nowNanos + intervalNanos;
        }
    }

    private final SplittableRandom random;
    private final MetricWrites metrics;
    private final List<Kind> weighted = new ArrayList<>();
    private final List<Timed> timed = new ArrayList<>();

    /** Reads what there is to write on. Only one session of an application leads: it runs what comes by the clock. */
    public LegacyMix(LegacyConnection connection, SplittableRandom random, boolean leads) throws SQLException {
        this.random = random;
        KnownRows known = new KnownRows(connection, random);
        connection.abandon();
        this.metrics = new MetricWrites(connection, known);
        DashboardWrites dashboards = new DashboardWrites(connection, known);
        UserWrites users = new UserWrites(connection, known, dashboards);
        ClinicWrites clinics = new ClinicWrites(connection, known, metrics);
        weigh(dashboards, users, clinics);
        if (leads) {
            long now = System.nanoTime();
            timed.add(new Timed(Duration.ofMillis(900), metrics::insertWithoutTenant, now));
            timed.add(new Timed(Duration.ofMillis(1500), metrics::insertMany, now));
            timed.add(new Timed(Duration.ofMillis(2000), users::moveToAnotherClinic, now));
            timed.add(new Timed(Duration.ofMillis(2300), clinics::truncateScratch, now));
            // The first deletions find something to delete: their creations run a first time right away.
            timed.add(new Timed(Duration.ofMillis(2700), users::deleteWithDashboards, now));
            timed.add(new Timed(Duration.ofMillis(3100), metrics::adopt, now));
            timed.add(new Timed(Duration.ofMillis(3700), clinics::retireProvider, now));
        }
    }

    private void weigh(DashboardWrites dashboards, UserWrites users, ClinicWrites clinics) {
        add(26, metrics::insert);
        add(24, metrics::update);
        add(6, metrics::delete);
        add(3, metrics::deleteAndInsertAgain);
        add(3, metrics::updateBesideLargeMetadata);
        add(4, metrics::insertAndRollBack);
        add(3, dashboards::create);
        add(2, dashboards::addWidget);
        add(4, dashboards::moveWidget);
        add(2, dashboards::removeWidget);
        add(3, dashboards::renameBesideLargeLayout);
        add(4, users::logIn);
        add(1, users::changeEmail);
        add(1, users::createWithDashboards);
        add(2, clinics::hireProvider);
        add(2, clinics::togglePair);
        add(2, clinics::setGoal);
        add(2, clinics::changeGoal);
        add(1, clinics::dropGoal);
        add(2, clinics::toggleToken);
        add(3, clinics::addScratch);
    }

    private void add(int weight, Kind kind) {
        for (int i = 0; i < weight; i++) {
            weighted.add(kind);
        }
    }

    /** Runs the next transaction. An error leaves the transaction open: the caller abandons it. */
    public void runNext() throws SQLException {
        long now = System.nanoTime();
        for (Timed candidate : timed) {
            if (now - candidate.dueNanos >= 0) {
                candidate.dueNanos = now + candidate.intervalNanos;
                candidate.kind.run();
                return;
            }
        }
        weighted.get(random.nextInt(weighted.size())).run();
    }

    /** The last transactions: whatever this session left without a clinic gets one. */
    public void finish() throws SQLException {
        metrics.adoptAll();
    }
}
