package io.crosswalk.app.faults;

import io.crosswalk.app.ConfiguredMigration;
import io.crosswalk.app.Main;
import io.crosswalk.testbed.fieldwork.FieldworkLegacy;
import io.crosswalk.testbed.kamdental.KamdentalLegacy;
import io.crosswalk.testbed.kamdental.KamdentalTarget;
import io.crosswalk.testbed.kamdental.LegacyPopulation;
import io.crosswalk.testbed.rows.Guidance;
import io.crosswalk.testbed.rows.Population;
import io.crosswalk.testbed.schema.Schema;
import io.crosswalk.testbed.schema.SchemaReader;
import io.crosswalk.testbed.schema.TableName;
import io.crosswalk.testbed.torture.TortureTables;
import io.crosswalk.transformer.mapping.BundledMapping;
import io.crosswalk.transformer.secrets.TinkSealer;
import picocli.CommandLine;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/** A legacy application that is tortured, with the torture's own tables beside it. */
enum Application {
    /** The first user's, with the mapping that is bundled. */
    KAMDENTAL {
        @Override
        Guidance guidance() {
            return Guidance.none(Set.of("public")).leaving(Set.of(TableName.of("_prisma_migrations")));
        }

        @Override
        Schema fill(Connection legacy, long seed) throws SQLException {
            KamdentalLegacy.create(legacy);
            new LegacyPopulation(seed, 6_000).fill(legacy, (table, done, of) -> {});
            return SchemaReader.read(legacy, Set.of("public"));
        }

        @Override
        void configure(Arena arena, Path file) throws IOException, SQLException {
            try (Connection target = arena.target().database().connect()) {
                KamdentalTarget.create(target);
                TortureTables.createTarget(target);
            }
            Path folder = file.toAbsolutePath().getParent();
            Files.writeString(
                    folder.resolve("mapping.yaml"),
                    BundledMapping.text("kamdental").orElseThrow() + TORTURE_MAPPING);
            Files.writeString(folder.resolve("keyset"), TinkSealer.newKeyset());
            Files.writeString(
                    file,
                    """
                    name: torture
                    source: {url: "%s", password_env: LEGACY_PASSWORD}
                    target: {url: "%s", password_env: TARGET_PASSWORD}
                    mapping: mapping.yaml
                    keys: {namespace: 8d3c0f58-6a51-4a39-b5d3-0a1a3a9b7c55}
                    secrets: {keyset_file: keyset}
                    """.formatted(arena.legacy().proxiedUrl(), arena.target().proxiedUrl()) + TUNING);
        }
    },

    /** A large schema that nobody wrote the engine for, drafted and prepared by commands. */
    FIELDWORK {
        @Override
        Guidance guidance() {
            return FieldworkLegacy.guidance();
        }

        @Override
        Schema fill(Connection legacy, long seed) throws SQLException {
            FieldworkLegacy.create(legacy);
            Schema schema = FieldworkLegacy.schema(legacy);
            new Population(schema, guidance().scaled(0.25), seed).fill(legacy);
            return schema;
        }

        @Override
        void configure(Arena arena, Path file) throws IOException {
            String[] draft = {
                "draft",
                "--source",
                arena.legacy().proxiedUrl(),
                "--target",
                arena.target().proxiedUrl(),
                "--tenant",
                FieldworkLegacy.TENANT.name(),
                "-o",
                file.toString()
            };
            succeed(environment(arena), draft);
            Files.writeString(file, Files.readString(file) + "\n" + TUNING);
            succeed(environment(arena), "prepare", "-c", file.toString());
        }
    };

    /** Small chunks and batches: there is always a middle to be killed in, and a big transaction comes in pieces. */
    private static final String TUNING = """
            http: {port: 0}
            backfill: {readers: 2, chunk_rows: 200}
            stream: {heartbeat: 500ms, batch_rows: 1000, retry_for: 1m}
            """;

    private static final String TORTURE_MAPPING = """

              TortureLeft:
                targets:
                  - table: torture_left
                    columns: { id: { id: id }, label: label, amount: amount, note: note }
              TortureRight:
                targets:
                  - table: torture_right
                    columns: { id: { id: id }, label: label, amount: amount, note: note }
              TortureSeat:
                targets:
                  - table: torture_seat
                    columns: { id: { id: id }, label: label, place: place }
              TortureBulk:
                targets:
                  - table: torture_bulk
                    columns: { id: { id: id }, number: number, payload: payload }
              TortureBulkLine:
                targets:
                  - table: torture_bulk_line
                    columns: { id: { id: id }, bulk_id: { id: bulkId, of: TortureBulk }, number: number }
              TortureHistory:
                targets:
                  - table: torture_history
                    columns: { id: { id: id }, tick: tick, digest: digest }
            """;

    /** What the catalog does not say. */
    abstract Guidance guidance();

    /** Creates and fills the application's tables. */
    abstract Schema fill(Connection legacy, long seed) throws SQLException;

    /** Writes the configuration, and makes the target ready. */
    abstract void configure(Arena arena, Path file) throws IOException, SQLException;

    /** The passwords, as the migrator gets them. */
    static Map<String, String> environment(Arena arena) {
        return Map.of(
                "LEGACY_PASSWORD", arena.legacy().database().password(),
                "TARGET_PASSWORD", arena.target().database().password());
    }

    private static void succeed(Map<String, String> environment, String... arguments) {
        StringWriter said = new StringWriter();
        CommandLine line = Main.commandLine(environment, ConfiguredMigration::new)
                .setOut(new PrintWriter(said))
                .setErr(new PrintWriter(said));
        assertThat(line.execute(arguments)).as("%s", said).isZero();
    }
}
