package io.crosswalk.app;

import io.crosswalk.app.configuration.Configuration;
import io.crosswalk.app.metrics.Meters;
import io.crosswalk.app.status.StatusBoard;

/** Makes a migration out of a configuration, without starting it. */
@FunctionalInterface
public interface MigrationFactory {

    MigrationRun create(Configuration configuration, StatusBoard board, Meters meters);
}
