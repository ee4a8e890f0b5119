package io.crosswalk.operations.explain;

import io.crosswalk.connector.SourceCatalog;
import io.crosswalk.operations.check.CheckBench;
import io.crosswalk.operations.explain.Explanation.Field;
import io.crosswalk.operations.explain.Explanation.State;
import io.crosswalk.operations.explain.Explanation.TargetColumn;
import io.crosswalk.operations.explain.Explanation.TargetRow;
import io.crosswalk.operations.keys.UnknownKeyException;
import io.crosswalk.pipeline.Batch;
import io.crosswalk.pipeline.Change;
import io.crosswalk.pipeline.Change.Operation;
import io.crosswalk.pipeline.Change.Upsert;
import io.crosswalk.pipeline.Position;
import io.crosswalk.pipeline.Row;
import io.crosswalk.pipeline.SourceTable;
import io.crosswalk.pipeline.Transaction;
import io.crosswalk.postgres.Catalog;
import io.crosswalk.sink.PostgresSink;
import io.crosswalk.sink.RetryListener;
import io.crosswalk.sink.SinkSettings;
import io.crosswalk.sink.folds.FoldTables;
import io.crosswalk.sink.ledger.ControlSchema;
import io.crosswalk.sink.ledger.Ledger;
import io.crosswalk.sink.quarantine.PayloadCipher;
import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.junit.Legacy;
import io.crosswalk.testbed.junit.Target;
import io.crosswalk.testbed.server.Database;
import io.crosswalk.transformer.MappedTransform;
import io.crosswalk.transformer.keys.KeySpace;
import io.crosswalk.transformer.mapping.Mapping;
import io.crosswalk.transformer.mapping.MappingReader;
import io.crosswalk.transformer.secrets.Sealer;
import io.crosswalk.transformer.secrets.TinkSealer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Rows of a small migration, written through the real transform and sink, and explained afterwards. */
@Databases
class ExplainerIT {

    private static final UUID NAMESPACE = UUID.fromString("0b9f3f0e-5a0d-4a55-9a2e-6f1b1c1f7c11");

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
    private Explainer explainer;

    @Legacy
    private Database legacy;

    @Target
    private Database target;

    @BeforeEach
    void migrate() throws SQLException, InterruptedException {
        CheckBench.execute(legacy, LEGACY);
        CheckBench.execute(target, TARGET);
        explainer = new Explainer(new ExplainSettings(
                "small",
                CheckBench.address(legacy),
                CheckBench.address(target),
                MAPPING,
                NAMESPACE,
                Optional.of(sealer)));
    }

    private void write() throws SQLException, InterruptedException {
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

    @Test
    void aRowThatIsFoldedIntoAnotherIsExplainedAsItsMember() throws Exception {
        write();
        Explanation card = explainer.explain("Card", "3");

        assertThat(card.legacy()).contains(new Field("note", Masking.MASKED), new Field("number", "42"));
        assertThat(card.targets()).singleElement().satisfies(member -> {
            assertThat(member.folded()).contains("public.clinics.cards");
            assertThat(member.state()).isEqualTo(State.AGREES);
        });
        assertThat(card.toString()).doesNotContain("between us");
    }

    private static TargetRow row(Explanation explanation, String table) {
        return explanation.targets().stream()
                .filter(target -> target.table().name().equals(table))
                .findFirst()
                .orElseThrow();
    }

    private static TargetColumn column(Explanation explanation, String table, String column) {
        return row(explanation, table).columns().stream()
                .filter(each -> each.column().equals(column))
                .findFirst()
                .orElseThrow();
    }

    private static String newId(String id) {
        return KeySpace.of(NAMESPACE, "Member").map(id).id().toString();
    }

    @Test
    void aMigratedRowAgreesColumnByColumnAndShowsNoSecret() throws Exception {
        write();

        Explanation found = explainer.explain("Member", "7");

        assertThat(found.exists()).isTrue();
        assertThat(found.legacy())
                .contains(new Field("id", "7"), new Field("password", "(masked)"), new Field("apiToken", "(masked)"))
                .contains(new Field("config", "(masked)"), new Field("size", "1.50"));
        assertThat(row(found, "members").state()).isEqualTo(State.AGREES);
        assertThat(row(found, "tokens").state()).isEqualTo(State.AGREES);
        assertThat(row(found, "tokens").condition()).contains("apiToken");
        assertThat(column(found, "members", "clinic_id").expression()).isEqualTo("$tenant");
        assertThat(column(found, "members", "clinic_id").from()).containsExactly("clinicId");
        assertThat(column(found, "members", "id").expression()).isEqualTo("{ id: id, of: Member }");
        assertThat(column(found, "members", "size").found()).isEqualTo("1.500");
        assertThat(column(found, "members", "login").found()).isEqualTo("(masked)");
        assertThat(column(found, "tokens", "sealed").agrees()).contains(true);
        assertThat(found.ids())
                .singleElement()
                .satisfies(entry -> assertThat(entry.newId()).isEqualTo(newId("7")));
        assertThat(found.tenant()).containsExactly("Member.clinicId = cjld2cjxh0000qzrmn831i7rn, the tenant");
        assertThat(found.ledger())
                .hasValueSatisfying(ledger -> assertThat(ledger.position()).isEqualTo(new Position(8)));
        assertThat(found.toString()).doesNotContain("hunter2", "t0ken", "s3cret", "tink:");
    }

    @Test
    void theNewIdAndTheTargetsNameLeadToTheSameRow() throws Exception {
        write();

        Explanation found = explainer.explain("tokens", newId("7"));
        assertThat(found.key()).isEqualTo("7");
        assertThat(found.hints()).singleElement().asString().contains("is the new key of Member 7");
        assertThat(explainer
                        .explain("clinics", "476abaab-307f-8ac6-80cb-46b978f8c4d3")
                        .key())
                .isEqualTo("cjld2cjxh0000qzrmn831i7rn");
    }

    @Test
    void whatDiffersAndWhatIsMissingIsNamed() throws Exception {
        write();
        CheckBench.execute(target, "UPDATE members SET size = 2, login = 'planted'; DELETE FROM tokens");

        Explanation found = explainer.explain("Member", "7");

        assertThat(row(found, "members").state()).isEqualTo(State.DIFFERS);
        assertThat(column(found, "members", "size").agrees()).contains(false);
        assertThat(column(found, "members", "login").agrees()).contains(false);
        assertThat(column(found, "members", "config").agrees()).contains(true);
        assertThat(row(found, "tokens").state()).isEqualTo(State.MISSING);
        assertThat(found.toString()).doesNotContain("planted", "hunter2");
    }

    @Test
    void aRowThatWaitsSaysWhy() throws Exception {
        write();

        Explanation found = explainer.explain("Member", "8");

        assertThat(row(found, "members").state()).isEqualTo(State.SET_ASIDE);
        assertThat(row(found, "tokens").state()).isEqualTo(State.ABSENT);
        assertThat(found.quarantine()).singleElement().satisfies(waiting -> {
            assertThat(waiting.target()).startsWith("public.members");
            assertThat(waiting.reason()).contains("no tenant");
        });
        assertThat(found.tenant()).containsExactly("Member.clinicId is NULL");
        assertThat(column(found, "members", "config").computed()).contains("red");
    }

    @Test
    void aRowThatIsGoneIsStillFoundInTheTarget() throws Exception {
        write();
        CheckBench.execute(legacy, "DELETE FROM \"Member\" WHERE id = 7");

        Explanation found = explainer.explain("Member", "7");

        assertThat(found.exists()).isFalse();
        assertThat(found.hints()).containsExactly("there is no row with this key in the legacy table public.Member");
        assertThat(row(found, "members").state()).isEqualTo(State.LEFT_OVER);
        assertThat(found.toString()).doesNotContain("hunter2");
    }

    @Test
    void anIdOfAnotherTableIsANearMiss() throws Exception {
        Explanation found = explainer.explain("Member", "cjld2cjxh0000qzrmn831i7rn");

        assertThat(found.exists()).isFalse();
        assertThat(found.ledger()).isEmpty();
        assertThat(found.hints())
                .contains(
                        "a row of Clinic has the key cjld2cjxh0000qzrmn831i7rn: crosswalk explain Clinic cjld2cjxh0000qzrmn831i7rn");
        assertThat(explainer.explain("Clinic", "CJLD2CJXH0000QZRMN831I7RN").hints())
                .contains("there is a row with the key cjld2cjxh0000qzrmn831i7rn");
    }

    @Test
    void aCompositeKeyIsWrittenWithCommas() throws Exception {
        write();

        assertThat(row(explainer.explain("Pair", "x,y"), "pairs").state()).isEqualTo(State.AGREES);
        assertThat(explainer.explain("Pair", "x,z").exists()).isFalse();
        assertThatThrownBy(() -> explainer.explain("Pair", "x"))
                .isInstanceOf(UnknownKeyException.class)
                .hasMessageContaining("the key of public.Pair is a, b");
    }
}
