package io.crosswalk.operations.explain;

import io.crosswalk.connector.SourceCatalog;
import io.crosswalk.operations.check.CheckBench;
import io.crosswalk.pipeline.row.Row;
import io.crosswalk.pipeline.table.SourceTable;
import io.crosswalk.pipeline.transaction.Batch;
import io.crosswalk.pipeline.transaction.Change;
import io.crosswalk.pipeline.transaction.Change.Operation;
import io.crosswalk.pipeline.transaction.Change.Upsert;
import io.crosswalk.pipeline.transaction.Position;
import io.crosswalk.pipeline.transaction.Transaction;
import io.crosswalk.postgres.Catalog;
import io.crosswalk.sink.PostgresSink;
import io.crosswalk.sink.RetryListener;
import io.crosswalk.sink.SinkSettings;
import io.crosswalk.sink.folds.FoldTables;
import io.crosswalk.sink.ledger.ControlSchema;
import io.crosswalk.sink.ledger.Ledger;
import io.crosswalk.sink.quarantine.PayloadCipher;
import io.crosswalk.testbed.server.Database;
import io.crosswalk.transformer.MappedTransform;
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
import java.util.Optional;
import java.util.UUID;

/** A small migration whose rows are written through the real transform and sink. */
final class ExplainBench {

    static final UUID NAMESPACE = UUID.fromString("0b9f3f0e-5a0d-4a55-9a2e-6f1b1c1f7c11");

    private static final String LEGACY = """
            CREATE TABLE "Clinic" (id text PRIMARY KEY, name text);
            CREATE TABLE "Member" (id int PRIMARY KEY, "clinicId" text, password text, "apiToken" text, config jsonb, size numeric);
            CREATE TABLE "Pair" (a text, b text, PRIMARY KEY (a, b));
            INSERT INTO "Clinic" VALUES ('cjld2cjxh0000qzrmn831i7rn', 'North');
            INSERT INTO "Member" VALUES (7, 'cjld2cjxh0000qzrmn831i7rn', 'hunter2', 't0ken', '{"deep": {"client_secret": "s3cret"}}', 1.50),
                                        (8, NULL, 'hunter3', NULL, '{"color": "red"}', NULL);
            CREATE TABLE "Card" (id int PRIMARY KEY, "clinicId" text, number int, note text);
            INSERT INTO "Card" VALUES (3, 'cjld2cjxh0000qzrmn831i7rn', 42, 'between us');
            INSERT INTO "Pair" VALUES ('x', 'y')""";

    private static final String TARGET = """
            CREATE TABLE clinics (id uuid PRIMARY KEY, name text, cards jsonb);
            CREATE TABLE members (id uuid PRIMARY KEY, clinic_id uuid NOT NULL, login text, config jsonb, size numeric(6,3));
            CREATE TABLE tokens (id uuid PRIMARY KEY, sealed text);
            CREATE TABLE pairs (a text, b text, PRIMARY KEY (a, b))""";

    private static final Mapping MAPPING = MappingReader.read("""
            mapping: 1
            tenant: { table: Clinic, column: clinic_id }
            tables:
              Clinic:
                targets: [{ table: clinics, columns: { id: { id: id }, name: name } }]
              Member:
                tenant: clinicId
                targets:
                  - table: members
                    columns: { id: { id: id }, clinic_id: $tenant, login: password, config: config, size: size }
                  - table: tokens
                    when: apiToken
                    columns: { id: { id: id }, sealed: { seal: apiToken } }
              Pair:
                targets: [{ table: pairs, key: [a, b], columns: { a: a, b: b } }]
              Card:
                folds:
                  - into: clinics
                    column: cards
                    parent: { id: clinicId, of: Clinic }
                    value: { json: { number: number, note: { seal: note } } }
            """, "mapping.yaml");

    private final Sealer sealer = new TinkSealer(TinkSealer.newKeyset());
    private final Database legacy;
    private final Database target;

    /** Two empty databases get their tables, and the legacy one its rows. */
    ExplainBench(Database legacy, Database target) throws SQLException {
        this.legacy = legacy;
        this.target = target;
        CheckBench.execute(legacy, LEGACY);
        CheckBench.execute(target, TARGET);
    }

    Explainer explainer() {
        return new Explainer(new ExplainSettings(
                "small",
                CheckBench.address(legacy),
                CheckBench.address(target),
                MAPPING,
                NAMESPACE,
                Optional.of(sealer)));
    }

    /** Takes all rows from the source through the transform and the sink. */
    void write() throws SQLException, InterruptedException {
        try (Connection connection = target.connect()) {
            ControlSchema.install(connection);
            new Ledger("small").open(connection, "digest", "slot", 1, 1, Position.ZERO, Instant.EPOCH);
        }
        try (Connection source = CheckBench.address(legacy).connect("test");
                Connection held = CheckBench.address(target).connect("test")) {
            List<SourceTable> tables = SourceCatalog.tables(Catalog.read(source, List.of("public")));
            MappedTransform transform = MappedTransform.of(MAPPING, tables, NAMESPACE, sealer);
            SinkSettings settings = new SinkSettings(
                    "small",
                    CheckBench.address(target),
                    transform.targets(),
                    Duration.ofSeconds(5),
                    PayloadCipher.NONE);
            Catalog known = FoldTables.known(transform.targets(), Catalog.read(held, List.of("public")));
            FoldTables.install(held, transform.targets(), known);
            Catalog catalog = Catalog.read(held, List.of("public", "crosswalk"));
            try (PostgresSink sink = new PostgresSink(settings, catalog, RetryListener.NONE)) {
                Transaction all = new Transaction(1, new Position(8), Instant.EPOCH, rows(source, tables), List.of());
                sink.write(transform.apply(new Batch(List.of(all))));
            }
        }
    }

    private static List<Change> rows(Connection source, List<SourceTable> tables) throws SQLException {
        List<Change> changes = new ArrayList<>();
        for (SourceTable table : tables) {
            try (Statement statement = source.createStatement();
                    ResultSet rows = statement.executeQuery(
                            "SELECT * FROM public.\"" + table.id().name() + "\"")) {
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
        return changes;
    }
}
