package io.crosswalk.app.migration;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import io.crosswalk.app.http.StatusJson;
import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.junit.Legacy;
import io.crosswalk.testbed.junit.Target;
import io.crosswalk.testbed.kamdental.KamdentalLegacy;
import io.crosswalk.testbed.kamdental.KamdentalTarget;
import io.crosswalk.testbed.server.Database;
import io.crosswalk.transformer.mapping.BundledMapping;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;

import static io.crosswalk.app.migration.MigrationBench.execute;
import static io.crosswalk.app.migration.MigrationBench.rows;
import static org.assertj.core.api.Assertions.assertThat;

/** Secrets of the legacy database are in the target sealed, and nowhere else at all (promise P6). */
@Databases
class SecretsIT {

    /** In every secret of this test, and in nothing else. */
    private static final String MARK = "s3cr3t";

    private static final String LEGACY = """
            INSERT INTO "Clinic" (id, name, location, status, "updatedAt") VALUES ('north', 'North', 'N', 'active', now());
            INSERT INTO "User" (id, email, name, role, "clinicId", "passwordHash", "updatedAt") VALUES
              ('u', 'u@x', 'U', 'dentist', 'north', '$2b$s3cr3t-hash', now()),
              -- No role of the mapping's, so that the row is set aside; and a hash that the target's column has no room for.
              ('odd', 'odd@x', 'U', 'astronaut', 'north', '$2b$s3cr3t-odd', now()),
              ('long', 'long@x', 'U', 'dentist', 'north', repeat('s3cr3t', 100), now());
            INSERT INTO "DataSource" (id, name, "spreadsheetId", "sheetName", "syncFrequency", "connectionStatus", "accessToken",
                                      "refreshToken", "clinicId", "updatedAt") VALUES
              ('d', 'D', 's', 's', 'daily', 'ok', 'ya29.s3cr3t-access', '1//s3cr3t-refresh', 'north', now()),
              ('big', 'D', 's', 's', 'daily', 'ok', repeat('s3cr3t', 5000), NULL, 'north', now());
            """;

    private static final String TOKEN =
            "SELECT encrypted_token FROM google_credentials WHERE id = crosswalk.uuid_of('DataSource', 'd')";

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

    @BeforeEach
    void listen() {
        log.start();
        root.addAppender(log);
        root.setLevel(Level.DEBUG);
    }

    @AfterEach
    void stopListening() {
        root.setLevel(Level.INFO);
        root.detachAppender(log);
    }

    @Test
    void noSecretIsAnywhereInClear(@Legacy Database legacy, @Target Database target) throws Exception {
        create(legacy, target);
        try (MigrationBench bench = kamdental(legacy, target).streaming()) {
            execute(legacy, "UPDATE \"DataSource\" SET \"accessToken\" = 'ya29.s3cr3t-second' WHERE id = 'd'");
            execute(legacy, "UPDATE \"User\" SET \"passwordHash\" = '$2b$s3cr3t-second' WHERE id = 'odd'");
            execute(
                    legacy,
                    "UPDATE \"User\" SET \"passwordHash\" = repeat('s3cr3t', 101), role = 'astronaut' WHERE id = 'long'");
            bench.drained();
            List<String> said = new ArrayList<>();
            said.add(StatusJson.write(bench.board().status()).toString());
            log.list.forEach(event -> {
                said.add(event.getFormattedMessage());
                said.add(
                        event.getThrowableProxy() == null
                                ? ""
                                : ThrowableProxyUtil.asString(event.getThrowableProxy()));
            });
            assertThat(rows(target, "SELECT count(*) > 0 FROM crosswalk.quarantine"))
                    .containsExactly("t");
            for (String table : rows(
                    target,
                    "SELECT format('%I.%I', table_schema, table_name) FROM information_schema.tables"
                            + " WHERE table_schema IN ('public', 'crosswalk') AND table_type = 'BASE TABLE'")) {
                said.addAll(rows(target, "SELECT t::text FROM " + table + " AS t"));
            }

            assertThat(said).hasSizeGreaterThan(20).noneMatch(text -> text.contains(MARK));
            // A bcrypt hash is a secret that the account needs as it is.
            assertThat(rows(target, "SELECT encrypted_password FROM auth.users WHERE email = 'u@x'"))
                    .containsExactly("$2b$s3cr3t-hash");
        }
    }

    @Test
    void aSecretThatDidNotChangeIsNotSealedAgain(@Legacy Database legacy, @Target Database target) throws Exception {
        create(legacy, target);
        try (MigrationBench bench = kamdental(legacy, target).streaming()) {
            List<String> first = rows(target, TOKEN);
            execute(legacy, "UPDATE \"DataSource\" SET \"connectionStatus\" = 'late' WHERE id = 'd'");
            bench.drained();
            assertThat(rows(target, "SELECT sync_status FROM spreadsheet_connections WHERE sync_status = 'late'"))
                    .hasSize(1);
            assertThat(rows(target, TOKEN)).isEqualTo(first);

            execute(legacy, "UPDATE \"DataSource\" SET \"refreshToken\" = NULL WHERE id = 'd'");
            bench.drained();
            assertThat(rows(target, TOKEN)).hasSize(1).isNotEqualTo(first);

            execute(legacy, "UPDATE \"DataSource\" SET \"accessToken\" = 'pending' WHERE id = 'd'");
            bench.drained();
            assertThat(rows(target, TOKEN)).isEmpty();
            assertThat(bench.compare().problems()).isEmpty();
        }
    }

    private static MigrationBench kamdental(Database legacy, Database target) {
        return new MigrationBench(
                legacy, target, BundledMapping.text("kamdental").orElseThrow());
    }

    private static void create(Database legacy, Database target) throws Exception {
        try (Connection connection = legacy.connect()) {
            KamdentalLegacy.create(connection);
        }
        try (Connection connection = target.connect()) {
            KamdentalTarget.create(connection);
        }
        execute(legacy, LEGACY);
    }
}
