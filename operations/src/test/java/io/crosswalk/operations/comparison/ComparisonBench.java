package io.crosswalk.operations.comparison;

import io.crosswalk.pipeline.row.Columns;
import io.crosswalk.pipeline.row.Row;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.table.SourceTable;
import io.crosswalk.pipeline.transaction.Batch;
import io.crosswalk.pipeline.transaction.Change;
import io.crosswalk.pipeline.transaction.Change.Operation;
import io.crosswalk.pipeline.transaction.Change.Upsert;
import io.crosswalk.pipeline.transaction.Position;
import io.crosswalk.pipeline.transaction.Transaction;
import io.crosswalk.postgres.Catalog;
import io.crosswalk.postgres.DatabaseAddress;
import io.crosswalk.postgres.Identifiers;
import io.crosswalk.sink.PostgresSink;
import io.crosswalk.sink.RetryListener;
import io.crosswalk.sink.SinkSettings;
import io.crosswalk.sink.ledger.ControlSchema;
import io.crosswalk.sink.ledger.Ledger;
import io.crosswalk.sink.quarantine.PayloadCipher;
import io.crosswalk.testbed.server.Database;
import io.crosswalk.transformer.MappedTransform;
import io.crosswalk.transformer.keys.CuidBijection;
import io.crosswalk.transformer.mapping.Mapping;
import io.crosswalk.transformer.mapping.MappingReader;
import io.crosswalk.transformer.secrets.Sealer;
import io.crosswalk.transformer.secrets.TinkSealer;
import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** Two clinics, their providers and the providers' tokens, on both sides: the target written through transform and sink. */
final class ComparisonBench {

    private static final String LEGACY = """
            CREATE TABLE "Clinic" (id text PRIMARY KEY, name text);
            CREATE TABLE "Provider" (id text PRIMARY KEY, "clinicId" text, name text, note text, born timestamp(3), size text);
            CREATE TABLE "Token" (id text PRIMARY KEY, "providerId" text, secret text);
            INSERT INTO "Clinic" VALUES ('%1$sc1', 'Northern Clinic'), ('%1$sc2', 'Southern Clinic');
            INSERT INTO "Provider" VALUES ('%1$sp1', '%1$sc1', 'Doctor Ann', 'likes tea', '2024-02-29 12:00:00.123', '1.50'),
                                          ('%1$sp2', '%1$sc2', 'Doctor Bob', NULL, NULL, NULL), ('%1$sp3', '%1$sc2', '', '', NULL, '0');
            INSERT INTO "Token" VALUES ('%1$st1', '%1$sp1', 'hunter2'), ('%1$st2', '%1$sp2', 't0ken'), ('%1$st3', '%1$sp2', NULL),
                                       ('%1$st4', '%1$sp9', 'waits')""";

    private static final String TARGET = """
            CREATE TABLE clinics (id uuid PRIMARY KEY, name text);
            CREATE TABLE providers (id uuid PRIMARY KEY, clinic_id uuid NOT NULL, name varchar(12), note text, born timestamptz,
                                    size numeric(6, 2));
            CREATE TABLE tokens (id uuid PRIMARY KEY, provider_id uuid NOT NULL, clinic_id uuid NOT NULL, secret text)""";

    private static final String MAPPING = """
            mapping: 1
            tenant: { table: Clinic, column: clinic_id }
            tables:
              Clinic:
                targets:
                  - table: clinics
                    columns: { id: { id: id }, name: name }
              Provider:
                tenant: clinicId
                targets:
                  - table: providers
                    columns: { id: { id: id }, clinic_id: $tenant, name: name, note: note, born: born, size: size }
              Token:
                tenant: { through: providerId, of: Provider }
                targets:
                  - table: tokens
                    columns:
                      id: { id: id }
                      provider_id: { id: providerId, of: Provider }
                      clinic_id: $tenant
                      secret: { seal: secret }
            """;

    private static final String PREFIX = "cl000000000000000000000";
    private static final UUID NAMESPACE = UUID.fromString("0b9f3f0e-5a0d-4a55-9a2e-6f1b1c1f7c11");

    private final Database legacy;
    private final Database target;
    private final Mapping mapping = MappingReader.read(MAPPING, "mapping.yaml");
    private final List<SourceTable> sources;
    private final Sealer sealer = new TinkSealer(TinkSealer.newKeyset());

    ComparisonBench(Database legacy, Database target) throws SQLException {
        this.legacy = legacy;
        this.target = target;
        onLegacy(LEGACY.replace("%1$s", PREFIX));
        onTarget(TARGET);
        this.sources = List.of(
                source("Clinic", "id", "name"),
                source("Provider", "id", "clinicId", "name", "note", "born", "size"),
                source("Token", "id", "providerId", "secret"));
        try (Connection connection = address(target).connect("test")) {
            ControlSchema.install(connection);
            new Ledger("bench").open(connection, "digest", "slot", 1, 1, Position.ZERO, Instant.EPOCH);
        }
    }

    private static SourceTable source(String name, String... columns) {
        Map<String, String> types = new TreeMap<>();
        for (String column : columns) {
            types.put(column, column.equals("born") ? "timestamp(3) without time zone" : "text");
        }
        return new SourceTable(new TableId("public", name), Columns.of(columns), Columns.of("id"), types, 0);
    }

    private static DatabaseAddress address(Database database) {
        return DatabaseAddress.parse(database.libpqUrl(), null, database.password());
    }

    /** The new id of a legacy row, for example of the clinic {@code c1}. */
    static String id(String letters) {
        return String.valueOf(CuidBijection.toUuid(PREFIX + letters));
    }

    String seal(Sealer with, String token, String plaintext) {
        return with.seal(plaintext, "public.tokens/secret/" + id(token));
    }

    Sealer sealer() {
        return sealer;
    }

    /** Carries every legacy row over. */
    void migrate() throws SQLException, InterruptedException {
        MappedTransform transform = MappedTransform.of(mapping, sources, NAMESPACE, sealer);
        SinkSettings settings = new SinkSettings(
                "bench", address(target), transform.targets(), Duration.ofSeconds(5), PayloadCipher.NONE);
        try (PostgresSink sink = new PostgresSink(settings, catalog(), RetryListener.NONE)) {
            sink.write(transform.apply(
                    new Batch(List.of(new Transaction(1, new Position(8), Instant.EPOCH, legacyRows(), List.of())))));
        }
    }

    private List<Change> legacyRows() throws SQLException {
        List<Change> changes = new ArrayList<>();
        try (Connection connection = address(legacy).connect("test");
                Statement statement = connection.createStatement()) {
            for (SourceTable table : sources) {
                try (ResultSet rows = statement.executeQuery("SELECT * FROM " + Identifiers.quote(table.id()))) {
                    while (rows.next()) {
                        @Nullable
                        Object[] values = new @Nullable Object[table.columns().size()];
                        for (int i = 0; i < values.length; i++) {
                            values[i] = rows.getString(i + 1);
                        }
                        Row row = Row.of(table.columns(), values);
                        changes.add(new Upsert(table.id(), Operation.INSERT, row.key(table.key()), null, row, null));
                    }
                }
            }
        }
        return changes;
    }

    ComparisonReport compare() throws SQLException {
        return new Comparison("bench", address(legacy), address(target), mapping, NAMESPACE, sources, catalog(), sealer)
                .run(table -> {});
    }

    private Catalog catalog() throws SQLException {
        try (Connection connection = address(target).connect("test")) {
            return Catalog.read(connection, List.of("public", "crosswalk"));
        }
    }

    void onLegacy(String sql) throws SQLException {
        execute(legacy, sql);
    }

    void onTarget(String sql) throws SQLException {
        execute(target, sql);
    }

    private static void execute(Database database, String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
