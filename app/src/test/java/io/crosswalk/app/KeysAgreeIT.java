package io.crosswalk.app;

import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.junit.Target;
import io.crosswalk.testbed.server.Database;
import io.crosswalk.transformer.keys.CuidBijection;
import io.crosswalk.transformer.keys.KeySpace;
import io.crosswalk.transformer.keys.MappedKey;
import io.crosswalk.transformer.keys.MappedKey.Method;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** Promise P5: Java and SQL give the same keys, on every kind of id and on what is almost one. */
@Databases
class KeysAgreeIT {

    private static final long SEED = 20331202;
    private static final int MANY_KEYS = 1_000_000;
    private static final int KEYS = 100_000;
    private static final int PORTION = 50_000;
    private static final KeySpace SPACE =
            KeySpace.of(UUID.fromString("0b9f3f0e-5a0d-4a55-9a2e-6f1b1c1f7c11"), "MetricValue");

    private Connection target;

    @BeforeEach
    void installTheFunctions(@Target Database database) throws SQLException, IOException {
        target = database.connect();
        try (Statement statement = target.createStatement()) {
            statement.execute("""
                    CREATE SCHEMA crosswalk;
                    CREATE TABLE crosswalk.id_mappings (
                      table_name text NOT NULL,
                      old_id text NOT NULL,
                      new_id uuid NOT NULL,
                      PRIMARY KEY (table_name, old_id),
                      UNIQUE (table_name, new_id))""");
            statement.execute(script());
        }
    }

    @AfterEach
    void disconnect() throws SQLException {
        target.close();
    }

    @Test
    void aMillionLegacyIdsOfAllFormatsGiveTheSameUuids() throws SQLException {
        IdSamples ids = new IdSamples(new Random(SEED));
        Map<Method, Integer> counts = new EnumMap<>(Method.class);
        load("legacy_ids (id, expected)", "text", "uuid", MANY_KEYS, () -> {
            String legacyId = ids.legacyId();
            MappedKey key = SPACE.map(legacyId);
            counts.merge(key.method(), 1, Integer::sum);
            return new @Nullable String[] {
                legacyId, key.method() == Method.NAMED ? null : key.id().toString()
            };
        });

        // Otherwise the comparison would prove little.
        assertThat(counts)
                .hasSize(3)
                .allSatisfy((method, count) -> assertThat(count).isGreaterThan(MANY_KEYS / 20));
        assertThat(rows("SELECT id FROM legacy_ids WHERE crosswalk.uuid_of(id) IS DISTINCT FROM expected LIMIT 5"))
                .as("seed %d", SEED)
                .isEmpty();
        // No two of them share an id, but for those that are what a CUID becomes: KeySpace tells of them.
        assertThat(rows(
                        "SELECT min(id) FROM (SELECT DISTINCT id, expected FROM legacy_ids WHERE expected IS NOT NULL) k"
                                + " GROUP BY expected HAVING count(*) > 1 LIMIT 5"))
                .as("seed %d", SEED)
                .isEmpty();
    }

    @Test
    void theSameUuidsGiveTheSameCuids() throws SQLException {
        IdSamples ids = new IdSamples(new Random(SEED));
        int[] computed = new int[1];
        load("uuids (id, expected)", "uuid", "text", KEYS, () -> {
            UUID uuid = ids.uuid();
            String cuid = CuidBijection.toCuid(uuid);
            computed[0] += cuid == null ? 0 : 1;
            return new @Nullable String[] {uuid.toString(), cuid};
        });

        assertThat(computed[0]).isBetween(KEYS / 3, KEYS - KEYS / 20);
        assertThat(rows("SELECT id FROM uuids WHERE crosswalk.cuid_of(id) IS DISTINCT FROM expected LIMIT 5"))
                .as("seed %d", SEED)
                .isEmpty();
    }

    @Test
    void sqlOrdersUuidsAsCuids() throws SQLException {
        IdSamples ids = new IdSamples(new Random(SEED));
        List<String> cuids = new ArrayList<>();
        for (int i = 0; i < KEYS; i++) {
            cuids.add(CuidBijection.toCuid(ids.uuid(8)));
        }
        List<String> sorted = cuids.stream().sorted().toList();

        assertThat(column("SELECT id FROM unnest(?::text[]) AS k (id) ORDER BY crosswalk.uuid_of(id)", cuids))
                .as("seed %d", SEED)
                .isEqualTo(sorted);
    }

    @Test
    void aRecordedMappingWinsOverArithmetic() throws SQLException {
        String kept = "f47ac10b-58cc-4372-a567-0e02b2c3d479";
        String wished = "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11";
        try (Statement statement = target.createStatement()) {
            statement.execute("INSERT INTO crosswalk.id_mappings VALUES ('Clinic', '" + kept + "', '" + kept + "'),"
                    + " ('User', 'ckopqwooh000001la8mbi2im9', '" + wished + "'), ('Goal', '42', '"
                    + SPACE.map("42").id()
                    + "')");
        }

        assertThat(value("crosswalk.old_id_of('Clinic', ?::uuid)", kept)).isEqualTo(kept);
        assertThat(value("crosswalk.old_id_of('User', ?::uuid)", kept)).isEqualTo("cxx2houdag8sjhxbihvl7jd6h");
        assertThat(value("crosswalk.uuid_of('User', ?)", "ckopqwooh000001la8mbi2im9"))
                .isEqualTo(wished);
        assertThat(value("crosswalk.old_id_of('User', ?::uuid)", wished)).isEqualTo("ckopqwooh000001la8mbi2im9");
        assertThat(value("crosswalk.uuid_of('Clinic', ?)", "ckopqwooh000001la8mbi2im9"))
                .isEqualTo("683df166-94b4-8bdf-8b39-5cb4145f88c1");
        assertThat(value("crosswalk.uuid_of('Goal', ?)", "42"))
                .isEqualTo(SPACE.map("42").id().toString());
        assertThat(value("crosswalk.uuid_of('Clinic', ?)", "42")).isNull();
    }

    @Test
    void theScriptMayRunAgain() throws SQLException, IOException {
        try (Statement statement = target.createStatement()) {
            statement.execute(script());
        }

        assertThat(value("crosswalk.uuid_of(?)", "cjld2cjxh0000qzrmn831i7rn"))
                .isEqualTo("476abaab-307f-8ac6-80cb-46b978f8c4d3");
    }

    private List<String> column(String query, List<String> argument) throws SQLException {
        try (PreparedStatement statement = target.prepareStatement(query)) {
            statement.setArray(1, target.createArrayOf("text", argument.toArray()));
            return texts(statement);
        }
    }

    /** Fills a table of its own with pairs, in portions. */
    private void load(String table, String first, String second, int pairs, Supplier<@Nullable String[]> pair)
            throws SQLException {
        String portion = " SELECT a::" + first + ", b::" + second + " FROM unnest(?::text[], ?::text[]) AS s (a, b)";
        for (int done = 0; done < pairs; done += PORTION) {
            @Nullable String[][] values = new @Nullable String[2][PORTION];
            for (int i = 0; i < PORTION; i++) {
                @Nullable String[] next = pair.get();
                values[0][i] = next[0];
                values[1][i] = next[1];
            }
            String name = table.substring(0, table.indexOf(' '));
            try (PreparedStatement statement = target.prepareStatement(
                    done == 0 ? "CREATE TABLE " + table + " AS" + portion : "INSERT INTO " + name + portion)) {
                statement.setArray(1, target.createArrayOf("text", values[0]));
                statement.setArray(2, target.createArrayOf("text", values[1]));
                statement.execute();
            }
        }
    }

    private List<String> rows(String query) throws SQLException {
        try (PreparedStatement statement = target.prepareStatement(query)) {
            return texts(statement);
        }
    }

    private String value(String expression, String argument) throws SQLException {
        try (PreparedStatement statement = target.prepareStatement("SELECT " + expression)) {
            statement.setString(1, argument);
            return texts(statement).get(0);
        }
    }

    private static List<String> texts(PreparedStatement statement) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }

    private static String script() throws IOException {
        try (InputStream file = KeysAgreeIT.class.getResourceAsStream("/io/crosswalk/sink/ledger/keys.sql")) {
            assertThat(file).as("keys.sql of the sink").isNotNull();
            return new String(file.readAllBytes(), UTF_8);
        }
    }
}
