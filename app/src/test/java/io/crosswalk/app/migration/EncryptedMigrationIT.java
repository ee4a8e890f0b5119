package io.crosswalk.app.migration;

import io.crosswalk.app.ConfiguredMigration;
import io.crosswalk.app.configuration.Configuration;
import io.crosswalk.testbed.kamdental.KamdentalLegacy;
import io.crosswalk.testbed.kamdental.KamdentalTarget;
import io.crosswalk.testbed.kamdental.LegacyPopulation;
import io.crosswalk.testbed.server.Database;
import io.crosswalk.testbed.server.EmbeddedServer;
import io.crosswalk.testbed.server.ServerCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/** Promise P6 on the wire: where the URLs ask for TLS, every connection has it, the stream's too. */
class EncryptedMigrationIT {

    private static final String PLAIN = "SELECT application_name FROM pg_stat_activity JOIN pg_stat_ssl USING (pid)"
            + " WHERE datname = current_database() AND pid <> pg_backend_pid() AND NOT ssl";
    private static final String ENCRYPTED =
            "SELECT DISTINCT backend_type FROM pg_stat_activity JOIN pg_stat_ssl USING (pid)"
                    + " WHERE datname = current_database() AND ssl ORDER BY 1";

    @TempDir
    private Path folder;

    @Test
    void everyConnectionIsEncryptedWhereTheUrlsAskForIt() throws Exception {
        try (EmbeddedServer server = EmbeddedServer.temporary(17)) {
            Path certificate = ServerCertificate.install(server.maintenance(), folder);
            Database legacy = server.createDatabase("legacy");
            Database target = server.createDatabase("target");
            fill(legacy, target);
            try (MigrationBench bench =
                    new MigrationBench(ConfiguredMigration.settings(read(certificate, legacy, target)))) {
                bench.streaming();
                MigrationBench.execute(legacy, "UPDATE \"Clinic\" SET name = 'Over TLS'");
                bench.drained();

                assertThat(MigrationBench.rows(legacy, ENCRYPTED)).containsExactly("client backend", "walsender");
                assertThat(MigrationBench.rows(legacy, PLAIN)).isEmpty();
                assertThat(MigrationBench.rows(target, PLAIN)).isEmpty();
                assertThat(bench.compare().problems()).isEmpty();
            }
        }
    }

    private static void fill(Database legacy, Database target) throws Exception {
        try (Connection connection = legacy.connect()) {
            KamdentalLegacy.create(connection);
            new LegacyPopulation(7, 500).fill(connection, (table, done, of) -> {});
        }
        try (Connection connection = target.connect()) {
            KamdentalTarget.create(connection);
        }
    }

    private Configuration read(Path certificate, Database legacy, Database target) throws Exception {
        Path file = new MigratorFolder(folder).write(legacy, target, "mapping: builtin:kamdental\n");
        String verified = Files.readString(file)
                .replace(legacy.name(), legacy.name() + "?sslmode=verify-full&sslrootcert=" + certificate)
                .replace(target.name(), target.name() + "?sslmode=verify-full&sslrootcert=" + certificate);
        Files.writeString(file, verified);
        return Configuration.read(file, Map.of());
    }
}
