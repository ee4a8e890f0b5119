package io.crosswalk.app.faults;

import io.crosswalk.app.configuration.Configuration;
import io.crosswalk.app.faults.FaultSchedule.Fault;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.testbed.schema.Schema;
import io.crosswalk.testbed.schema.Sql;
import io.crosswalk.testbed.schema.TableName;
import io.crosswalk.testbed.torture.Sides;
import io.crosswalk.testbed.torture.Torture;
import io.crosswalk.testbed.torture.TortureSettings;
import io.crosswalk.testbed.torture.TortureTables;
import io.crosswalk.testbed.workload.WorkloadReport;
import io.crosswalk.transformer.mapping.Mapping;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One round: a migration from its first start to its last change, under faults; then everything is looked at. One thread. */
final class Round {

    /**
     * One round of the torture. The seed decides the application, the versions of the servers, what is written and what strikes.
     *
     * @param lasts how long faults strike; preparing, draining and comparing come on top
     * @param hugeRows how many rows a huge transaction changes
     * @param calm true: nothing strikes, which tells a fault of the engine from one that only a fault brings to light
     */
    record Settings(long seed, Duration lasts, int hugeRows, boolean calm) {

        private static final int SESSIONS = 3;

        Application application() {
            return seed % 2 == 0 ? Application.KAMDENTAL : Application.FIELDWORK;
        }

        /** Every fourth round from an older server. */
        int legacyVersion() {
            return seed % 4 < 2 ? 17 : 15;
        }

        int sessions() {
            return SESSIONS;
        }
    }

    /**
     * What a round came to.
     *
     * @param faults that struck, by kind
     * @param struckAtRest how many of them struck a stream that had caught up with an application at rest
     * @param starts of the migrator
     * @param ends of the migrator, by exit code
     * @param written what the application did
     * @param readings of the target while it was consistent
     * @param images different states that they saw
     * @param quarantined rows in the quarantine in the end
     * @param problems everything that is against a promise; empty for a round that held
     */
    record Result(
            Settings settings,
            Map<FaultKind, Integer> faults,
            int struckAtRest,
            int starts,
            Map<Integer, Integer> ends,
            WorkloadReport written,
            long readings,
            int images,
            long quarantined,
            List<String> problems) {

        int struck() {
            return faults.values().stream().mapToInt(Integer::intValue).sum();
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(Round.class);
    private static final double TRANSACTIONS_PER_SECOND = 25;

    private final Settings settings;
    private final Path folder;
    private int struckAtRest;

    /** @param folder where configuration and log are written; they stay for whoever looks for a cause */
    Round(Settings settings, Path folder) {
        this.settings = settings;
        this.folder = folder;
    }

    Result run() throws IOException, SQLException, InterruptedException {
        try (Arena arena = Arena.open(settings.legacyVersion(), 17)) {
            Application application = settings.application();
            Schema schema;
            try (Connection legacy = arena.legacy().database().connect()) {
                schema = application.fill(legacy, settings.seed());
                TortureTables.createLegacy(legacy);
            }
            Path file = folder.resolve("crosswalk.yaml");
            application.configure(arena, file);
            Configuration configuration = Configuration.read(file, Application.environment(arena));
            try (Migrator migrator = new Migrator(file, Application.environment(arena), folder);
                    Torture torture = new Torture(
                            arena.legacy().database(),
                            schema,
                            application.guidance(),
                            new TortureSettings(settings.seed(), settings.sessions(), TRANSACTIONS_PER_SECOND))) {
                return torture(arena, configuration, migrator, torture);
            }
        }
    }

    private Result torture(Arena arena, Configuration configuration, Migrator migrator, Torture torture)
            throws IOException, SQLException, InterruptedException {
        FaultSchedule schedule = new FaultSchedule(settings.seed());
        torture.start();
        try (Supervisor supervisor = new Supervisor(migrator);
                ImageReader reader = new ImageReader(
                        arena.target().database(), sides(configuration.mapping().mapping()))) {
            Outcome outcome = new Outcome(arena, configuration, migrator);
            outcome.awaitSlot();
            strike(schedule, outcome, new Injector(arena, migrator, supervisor, torture, settings.hugeRows()), torture);
            // The last word is the stream's: every round ends with a target that follows, and nothing that strikes.
            outcome.awaitStreaming();
            long before = reader.readings();
            WorkloadReport written = torture.stop();
            outcome.awaitDrained();
            supervisor.close();
            reader.close();
            List<String> problems = outcome.problems(reader, supervisor);
            LOG.info("{} readings before the end, {} in all", before, reader.readings());
            return new Result(
                    settings,
                    schedule.struck(),
                    struckAtRest,
                    supervisor.starts(),
                    supervisor.ends(),
                    written,
                    reader.readings(),
                    reader.images(),
                    outcome.quarantined(),
                    problems);
        }
    }

    private void strike(FaultSchedule schedule, Outcome outcome, Injector injector, Torture torture)
            throws IOException, SQLException, InterruptedException {
        long end = System.nanoTime() + settings.lasts().toNanos();
        while (System.nanoTime() < end) {
            if (outcome.hasBegun()) {
                torture.changeSchema();
            }
            if (settings.calm()) {
                TimeUnit.SECONDS.sleep(1);
                continue;
            }
            Fault fault = schedule.next();
            boolean rests = awaitMoment(fault.moment(), outcome, torture);
            TimeUnit.MILLISECONDS.sleep(fault.afterMillis());
            LOG.info("seed {}: {}{}", settings.seed(), fault, rests ? ", at rest" : "");
            struckAtRest += rests ? 1 : 0;
            injector.strike(fault);
            torture.goOn();
        }
    }

    /** True when everything is at rest now. */
    private static boolean awaitMoment(FaultSchedule.Moment moment, Outcome outcome, Torture torture)
            throws InterruptedException {
        return switch (moment) {
            case AT_ONCE -> false;
            case PROGRESS -> {
                outcome.awaitProgress();
                yield false;
            }
            case REST -> {
                torture.rest();
                yield outcome.awaitRest(torture::isAtRest);
            }
        };
    }

    private static Sides sides(Mapping mapping) {
        return new Sides(
                written(mapping, TortureTables.LEFT),
                written(mapping, TortureTables.RIGHT),
                written(mapping, TortureTables.SEAT),
                written(mapping, TortureTables.HISTORY));
    }

    private static String written(Mapping mapping, TableName legacy) {
        TableId table = mapping.table(new TableId(legacy.schema(), legacy.name()))
                .orElseThrow()
                .targets()
                .get(0)
                .table();
        return Sql.quote(table.schema()) + "." + Sql.quote(table.name());
    }
}
