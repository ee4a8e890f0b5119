package io.crosswalk.connector;

import io.crosswalk.connector.preparation.SourcePreparation;
import io.crosswalk.connector.slot.ReplicationSlot;
import io.crosswalk.connector.slot.SlotIdentity;
import io.crosswalk.connector.slot.SlotState;
import io.crosswalk.connector.snapshot.Snapshot;
import io.crosswalk.connector.stream.DebeziumSource;
import io.crosswalk.pipeline.progress.LoadedChunk;
import io.crosswalk.pipeline.table.SourceTable;
import io.crosswalk.pipeline.transaction.Position;
import io.crosswalk.postgres.Catalog;
import io.crosswalk.postgres.DatabaseAddress;
import io.crosswalk.testbed.server.Database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** A legacy database with tables, a publication and a slot; closing it drops the slot. */
public final class PreparedSource implements AutoCloseable {

    private final Database database;
    public final Connection connection;
    public SourceSettings settings;
    public SlotIdentity slot;

    private PreparedSource(Database database) throws SQLException {
        this.database = database;
        this.connection = database.connect();
    }

    /** Makes the tables of the script in schema public, prepares the source and creates the slot. */
    public static PreparedSource of(Database database, String script) throws Exception {
        return of(database, script, Set.of());
    }

    public static PreparedSource of(Database database, String script, Set<String> fullIdentity) throws Exception {
        PreparedSource source = new PreparedSource(database);
        source.execute(script);
        source.settings = SourceSettings.of(
                        "t" + Long.toString(System.nanoTime(), 36), source.address(), source.tables())
                .withHeartbeatInterval(Duration.ofMillis(300));
        source.prepare(fullIdentity);
        try (Snapshot snapshot = Snapshot.createSlot(source.settings)) {
            source.slot = snapshot.identity();
        }
        return source;
    }

    public SourcePreparation.Report prepare(Set<String> fullIdentity) throws Exception {
        try (Connection ours = address().connect("test")) {
            return SourcePreparation.prepare(
                    ours,
                    settings,
                    settings.tables().stream()
                            .map(SourceTable::id)
                            .filter(id -> fullIdentity.contains(id.name()))
                            .collect(java.util.stream.Collectors.toSet()));
        }
    }

    public DatabaseAddress address() {
        return DatabaseAddress.parse(database.jdbcUrl(), database.user(), database.password());
    }

    List<SourceTable> tables() throws SQLException {
        try (Connection ours = address().connect("test")) {
            return SourceCatalog.tables(Catalog.read(ours, Set.of("public")));
        }
    }

    public SourceTable table(String name) {
        return settings.tables().stream()
                .filter(table -> table.id().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    public void execute(String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    public Connection connect() throws SQLException {
        return database.connect();
    }

    public SlotState slotState() throws SQLException {
        return ReplicationSlot.state(connection, settings.slot()).orElseThrow();
    }

    public RunningSource run(Position ledger, RecordingHandler handler) {
        return run(ledger, List.of(), handler);
    }

    public RunningSource run(Position ledger, List<LoadedChunk> reloaded, RecordingHandler handler) {
        return new RunningSource(new DebeziumSource(settings, ledger, reloaded), handler);
    }

    @Override
    public void close() throws Exception {
        ReplicationSlot.whenFree(connection, settings.slot(), Duration.ofSeconds(10));
        ReplicationSlot.drop(connection, settings.slot());
        connection.close();
    }
}
