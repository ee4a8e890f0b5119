package io.crosswalk.app;

import io.crosswalk.app.configuration.Configuration;
import io.crosswalk.app.metrics.MeteredSink;
import io.crosswalk.app.metrics.Meters;
import io.crosswalk.app.migration.Migration;
import io.crosswalk.app.migration.preparation.MigrationSettings;
import io.crosswalk.app.status.StatusBoard;
import io.crosswalk.sink.accounts.AdminApi;
import io.crosswalk.sink.accounts.RetryPolicy;

import java.time.Clock;
import java.time.Duration;

/** The real migration of a configuration, with meters around its sink. */
public final class ConfiguredMigration implements MigrationRun {

    /** The lag can be told no finer than this, and each canary costs a few dozen bytes of WAL. */
    private static final Duration CANARY = Duration.ofMillis(500);

    private final Migration migration;

    public ConfiguredMigration(Configuration configuration, StatusBoard board, Meters meters) {
        this.migration = new Migration(
                settings(configuration), board, sink -> new MeteredSink(sink, board, meters, Clock.systemUTC()));
    }

    /** What a configuration file says, as the migration wants it. */
    public static MigrationSettings settings(Configuration configuration) {
        return new MigrationSettings(
                configuration.name(),
                configuration.source(),
                configuration.target(),
                configuration.mapping().mapping(),
                configuration.mapping().digest(),
                configuration.keys().namespace(),
                configuration.sealer(),
                configuration.auth().map(auth -> new AdminApi(auth.url(), auth.key(), RetryPolicy.DEFAULT)),
                configuration.backfill().readers(),
                configuration.backfill().chunkRows(),
                configuration.stream().batchRows(),
                configuration.stream().batchBytes(),
                configuration.stream().heartbeat(),
                CANARY,
                configuration.stream().retryFor(),
                configuration.stream().lockTimeout(),
                configuration.wal(),
                configuration.backfill().throttle(),
                configuration.quarantine());
    }

    @Override
    public void run() throws InterruptedException {
        migration.run();
    }

    @Override
    public void stop() throws InterruptedException {
        migration.stop();
    }
}
