package io.crosswalk.operations.keys;

import io.crosswalk.operations.keys.ConvertedKey.Direction;
import io.crosswalk.operations.keys.ConvertedKey.Method;
import io.crosswalk.sink.ledger.ControlSchema;
import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.junit.Target;
import io.crosswalk.testbed.server.Database;
import io.crosswalk.transformer.keys.KeySpace;
import io.crosswalk.transformer.mapping.Mapping;
import io.crosswalk.transformer.mapping.MappingReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Databases
class MigrationKeysIT {

    private static final UUID NAMESPACE = UUID.fromString("0b9f3f0e-5a0d-4a55-9a2e-6f1b1c1f7c11");
    private static final String CUID = "cjld2cjxh0000qzrmn831i7rn";
    private static final String COMPUTED = "476abaab-307f-8ac6-80cb-46b978f8c4d3";
    private static final String ACCOUNT = "11111111-2222-4333-8444-555555555555";
    private static final Mapping MAPPING = MappingReader.read("""
            mapping: 1
            tables:
              Invoice:
                targets: [{ table: invoices, columns: { id: { id: number } } }]
              User:
                targets: [{ table: profiles, columns: { id: { id: id } } }]
              Old: { skip: true }
            """, "mapping.yaml");

    private Connection target;
    private MigrationKeys keys;

    @BeforeEach
    void connect(@Target Database database) throws SQLException {
        target = database.connect();
        keys = new MigrationKeys(MAPPING, NAMESPACE, new RecordedKeys(target));
    }

    @AfterEach
    void close() throws SQLException {
        target.close();
    }

    private void record(String table, String oldId, String newId, boolean created) throws SQLException {
        ControlSchema.install(target);
        try (Statement statement = target.createStatement()) {
            statement.execute("INSERT INTO crosswalk.id_mappings VALUES ('" + table + "', '" + oldId + "', '" + newId
                    + "', " + created + ")");
        }
    }

    private static String named(String table, String key) {
        return KeySpace.of(NAMESPACE, table).map(key).id().toString();
    }

    @Test
    void anIntegerIsNamedInTheSpaceOfItsTableBeforeAnythingIsRecorded() throws SQLException {
        ConvertedKey key = keys.convert("4711", "Invoice");

        assertThat(key.result()).isEqualTo(named("Invoice", "4711"));
        assertThat(key.method()).isEqualTo(Method.NAMED);
        assertThat(key.recorded()).isFalse();
        assertThat(keys.convert("4711", "invoices")).isEqualTo(key);
        assertThat(keys.convert("4711", "public.User").result()).isNotEqualTo(key.result());
    }

    @Test
    void aNamedKeyLeadsBackThroughItsRecord() throws SQLException {
        record("Invoice", "4711", named("Invoice", "4711"), true);

        ConvertedKey back = keys.convert(named("Invoice", "4711"), "Invoice");
        assertThat(back.result()).isEqualTo("4711");
        assertThat(back.direction()).isEqualTo(Direction.TO_LEGACY);
        assertThat(back.method()).isEqualTo(Method.RECORDED);
        assertThat(keys.convert(named("Invoice", "4711"))).containsExactly(back);
        assertThat(keys.convert("4711")).singleElement().satisfies(key -> {
            assertThat(key.table()).isEqualTo("Invoice");
            assertThat(key.method()).isEqualTo(Method.NAMED);
        });
    }

    @Test
    void aLinkedAccountCountsMoreThanArithmetic() throws SQLException {
        record("User", CUID, ACCOUNT, false);

        assertThat(keys.convert(CUID, "User")).satisfies(key -> {
            assertThat(key.result()).isEqualTo(ACCOUNT);
            assertThat(key.method()).isEqualTo(Method.RECORDED);
            assertThat(key.notes()).singleElement().asString().contains("existed before the migration");
        });
        assertThat(keys.convert(ACCOUNT, "profiles").result()).isEqualTo(CUID);
        assertThat(keys.convert(CUID, "Invoice").result()).isEqualTo(COMPUTED);
    }

    @Test
    void aKeptUuidDoesNotTurnIntoACuid() throws SQLException {
        record("User", ACCOUNT, ACCOUNT, true);

        assertThat(keys.convert(ACCOUNT)).singleElement().satisfies(key -> {
            assertThat(key.result()).isEqualTo(ACCOUNT);
            assertThat(key.method()).isEqualTo(Method.KEPT);
        });
    }

    @Test
    void whatIsRecordedNowhereIsComputed() throws SQLException {
        assertThat(keys.convert(CUID))
                .singleElement()
                .extracting(ConvertedKey::result)
                .isEqualTo(COMPUTED);
        assertThat(keys.convert(COMPUTED, "User").result()).isEqualTo(CUID);
        assertThat(keys.convert(ACCOUNT, "User").method()).isEqualTo(Method.KEPT);
        assertThatThrownBy(() -> keys.convert("4711")).isInstanceOf(UnknownKeyException.class);
    }

    @Test
    void anUnknownTableIsAnsweredWithTheNearestName() {
        assertThatThrownBy(() -> keys.convert("1", "invoice"))
                .hasMessageContaining("no table \"invoice\"")
                .hasMessageContaining("did you mean \"Invoice\"?");
        assertThatThrownBy(() -> keys.convert("1", "Old")).isInstanceOf(UnknownKeyException.class);
    }
}
