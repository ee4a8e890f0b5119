package io.crosswalk.app;

import io.crosswalk.app.configuration.Configuration;
import io.crosswalk.app.metrics.MeteredSink;
import io.crosswalk.app.metrics.Meters;
import io.crosswalk.app.migration.Migration;
import io.crosswalk.app.migration.MigrationSettings;
import io.crosswalk.app.status.StatusBoard;

import java.time.Clock;

/** The real migration of a configuration, with meters around its sink. */
public final class ConfiguredMigration implements MigrationRun {

    private final Migration migration;

    public ConfiguredMigration(Configuration configuration, StatusBoard board, Meters meters) {
        this.migration = new Migration(
                MigrationSettings.of(configuration),
                board,
                sink -> new MeteredSink(sink, board, meters, Clock.systemUTC()));
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
