package io.crosswalk.sink.accounts.linking;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.crosswalk.pipeline.row.Columns;
import io.crosswalk.pipeline.row.Key;
import io.crosswalk.pipeline.row.Lookup;
import io.crosswalk.pipeline.row.Origin;
import io.crosswalk.pipeline.row.Row;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.table.IdMappings;
import io.crosswalk.pipeline.table.TargetTable;
import io.crosswalk.pipeline.table.TargetTable.Account;
import io.crosswalk.pipeline.table.TargetTable.Account.Creation;
import io.crosswalk.pipeline.table.TargetTable.Account.WithoutMatch;
import io.crosswalk.pipeline.transaction.Batch;
import io.crosswalk.pipeline.transaction.Change;
import io.crosswalk.pipeline.transaction.Change.Operation;
import io.crosswalk.pipeline.transaction.Position;
import io.crosswalk.pipeline.transaction.Transaction;
import io.crosswalk.postgres.Catalog;
import io.crosswalk.postgres.DatabaseAddress;
import io.crosswalk.sink.PostgresSink;
import io.crosswalk.sink.RetryListener;
import io.crosswalk.sink.SinkSettings;
import io.crosswalk.sink.accounts.AdminApi;
import io.crosswalk.sink.accounts.RetryPolicy;
import io.crosswalk.sink.accounts.ServiceKey;
import io.crosswalk.sink.ledger.ControlSchema;
import io.crosswalk.sink.ledger.Ledger;
import io.crosswalk.sink.quarantine.PayloadCipher;
import io.crosswalk.sink.session.WriterSeat;
import io.crosswalk.testbed.auth.FakeAuth;
import io.crosswalk.testbed.server.Database;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Supabase's account tables with a trigger that writes profiles, a service that owns them, and a sink that leaves accounts to it. */
final class ServiceBench implements AutoCloseable {

    static final TableId USERS = new TableId("auth", "users");
    static final TableId IDENTITIES = new TableId("auth", "identities");
    static final TableId PROFILES = new TableId("public", "profiles");
    static final TableId BOARDS = new TableId("public", "boards");

    private static final Columns ID = Columns.of("id");
    private static final Columns USER =
            Columns.of("id", "email", "encrypted_password", "email_confirmed_at", "raw_user_meta_data");
    private static final Columns IDENTITY = Columns.of("id", "user_id");
    private static final Columns PROFILE = Columns.of("id", "email", "name");
    private static final Columns BOARD = Columns.of("id", "user_id");

    private final Database database;
    private final Creation creation;
    private final WithoutMatch withoutMatch;
    final Connection connection;
    final FakeAuth auth;
    PostgresSink sink;
    private long position = 1000;

    ServiceBench(Database database, Creation creation, WithoutMatch withoutMatch) throws SQLException, IOException {
        this.database = database;
        this.creation = creation;
        this.withoutMatch = withoutMatch;
        this.connection = database.connect();
        execute("""
                CREATE SCHEMA auth;
                CREATE TABLE auth.users (id uuid PRIMARY KEY, email text, encrypted_password text, email_confirmed_at timestamptz,
                    raw_user_meta_data jsonb, is_sso_user boolean NOT NULL DEFAULT false);
                CREATE UNIQUE INDEX ON auth.users (email) WHERE NOT is_sso_user;
                CREATE TABLE auth.identities (id uuid PRIMARY KEY,
                    user_id uuid NOT NULL REFERENCES auth.users ON DELETE CASCADE);
                CREATE TABLE profiles (id uuid PRIMARY KEY REFERENCES auth.users ON DELETE CASCADE, email text, name text);
                CREATE TABLE boards (id uuid PRIMARY KEY, user_id uuid NOT NULL);
                CREATE FUNCTION handle_new_user() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    INSERT INTO public.profiles (id, email, name) VALUES (new.id, new.email, 'by the trigger');
                    RETURN new;
                END $$;
                CREATE TRIGGER on_auth_user_created AFTER INSERT ON auth.users
                    FOR EACH ROW EXECUTE FUNCTION handle_new_user()""");
        ControlSchema.install(connection);
        new Ledger("bench").open(connection, "digest", "slot", 1, 1, new Position(position), Instant.EPOCH);
        this.auth = new FakeAuth(new InDatabase(database));
        this.sink = newSink();
    }

    private List<TargetTable> tables() {
        return List.of(
                new TargetTable(
                        USERS,
                        USER,
                        ID,
                        Optional.empty(),
                        Optional.of(new Account("User", Optional.of("email"), creation, withoutMatch)),
                        List.of(),
                        Set.of()),
                new TargetTable(
                        IDENTITIES,
                        IDENTITY,
                        ID,
                        Optional.empty(),
                        Optional.of(new Account("User", Optional.empty(), creation, withoutMatch)),
                        List.of(),
                        Set.of(USERS)),
                new TargetTable(PROFILES, PROFILE, ID, Optional.empty(), Optional.empty(), List.of(), Set.of(USERS)),
                new TargetTable(BOARDS, BOARD, ID, Optional.of("Board"), Optional.empty(), List.of(), Set.of(USERS)));
    }

    DatabaseAddress address() {
        return DatabaseAddress.parse(database.libpqUrl(), null, database.password());
    }

    SinkSettings settings(DatabaseAddress address) {
        RetryPolicy quick = new RetryPolicy(3, Duration.ofMillis(1), Duration.ofMillis(20), Duration.ofSeconds(3));
        return new SinkSettings(
                "bench",
                address,
                tables(),
                Duration.ZERO,
                PayloadCipher.NONE,
                Optional.of(new AdminApi(auth.url(), new ServiceKey(FakeAuth.KEY), quick)),
                new WriterSeat("bench"));
    }

    Catalog catalog() throws SQLException {
        return Catalog.read(connection, List.of("public", "auth", "crosswalk"));
    }

    PostgresSink newSink() throws SQLException {
        return new PostgresSink(settings(address()), catalog(), RetryListener.NONE);
    }

    /** What kill -9 leaves: the transaction is rolled back, and the next sink begins at the ledger. */
    void restart() throws SQLException {
        sink.close();
        sink = newSink();
    }

    Batch batch(Change... changes) {
        position += 8;
        return new Batch(List.of(
                new Transaction(position, new Position(position), Instant.EPOCH, Arrays.asList(changes), List.of())));
    }

    void write(Change... changes) throws InterruptedException {
        sink.write(batch(changes));
    }

    private static Lookup account(String user, @Nullable String otherwise) {
        return new Lookup(
                IdMappings.TABLE,
                IdMappings.NEW_ID,
                IdMappings.key("User", user),
                otherwise,
                otherwise == null ? Lookup.Absence.QUARANTINE : Lookup.Absence.FAIL);
    }

    private static Change upsert(TableId table, Row row, String legacyTable, String legacyId) {
        return new Change.Upsert(
                table,
                Operation.INSERT,
                row.key(ID),
                null,
                row,
                new Origin(new TableId("legacy", legacyTable), legacyId));
    }

    private static Change delete(TableId table, Object id, String legacyTable, String legacyId) {
        return new Change.Delete(table, Key.of(ID, id), new Origin(new TableId("legacy", legacyTable), legacyId));
    }

    /** A legacy user whose account gets this id: account, identity and profile. */
    static Change[] user(String user, String id, @Nullable String email) {
        return new Change[] {
            upsert(
                    USERS,
                    Row.of(USER, account(user, id), email, "$2b$hunter2", "2020-01-01 00:00:00+00", "{\"n\": 1}"),
                    "User",
                    user),
            upsert(IDENTITIES, Row.of(IDENTITY, id, account(user, id)), "User", user),
            upsert(PROFILES, Row.of(PROFILE, account(user, null), email, "by the migration"), "User", user)
        };
    }

    static Change[] userGone(String user, String id) {
        return new Change[] {
            delete(PROFILES, account(user, null), "User", user),
            delete(IDENTITIES, id, "User", user),
            delete(USERS, account(user, id), "User", user)
        };
    }

    static Change board(String id, String user) {
        return upsert(BOARDS, Row.of(BOARD, id, account(user, null)), "Board", "b" + id);
    }

    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    List<String> rows(String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                List<String> values = new ArrayList<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    values.add(String.valueOf(result.getString(i)));
                }
                rows.add(String.join("|", values));
            }
        }
        return rows;
    }

    @Override
    public void close() throws SQLException {
        sink.close();
        auth.close();
        connection.close();
    }

    /** The service's side of the same database: its own connections, ordinary triggers. */
    private record InDatabase(Database database) implements FakeAuth.Accounts {

        @Override
        public List<ObjectNode> all() throws SQLException {
            List<ObjectNode> all = new ArrayList<>();
            try (Connection own = database.connect();
                    Statement statement = own.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT id, email FROM auth.users ORDER BY id")) {
                while (rows.next()) {
                    all.add(new ObjectMapper()
                            .createObjectNode()
                            .put("id", rows.getString(1))
                            .put("email", rows.getString(2)));
                }
            }
            return all;
        }

        @Override
        public void insert(JsonNode account) throws SQLException {
            String sql =
                    "INSERT INTO auth.users (id, email, encrypted_password, email_confirmed_at, raw_user_meta_data)"
                            + " VALUES (?::uuid, lower(?), ?, now(), ?::jsonb)";
            change(
                    sql,
                    account.path("id").asText(),
                    account.path("email").asText(),
                    account.path("password_hash").asText(),
                    account.path("user_metadata").toString());
            change(
                    "INSERT INTO auth.identities VALUES (gen_random_uuid(), ?::uuid)",
                    account.path("id").asText());
        }

        @Override
        public boolean update(String id, JsonNode changes) throws SQLException {
            return change(
                            "UPDATE auth.users SET email = lower(?) WHERE id = ?::uuid",
                            changes.path("email").asText(),
                            id)
                    == 1;
        }

        @Override
        public boolean delete(String id) throws SQLException {
            return change("DELETE FROM auth.users WHERE id = ?::uuid", id) == 1;
        }

        private int change(String sql, String... values) throws SQLException {
            try (Connection own = database.connect();
                    PreparedStatement statement = own.prepareStatement(sql)) {
                for (int i = 0; i < values.length; i++) {
                    statement.setString(i + 1, values[i]);
                }
                return statement.executeUpdate();
            }
        }
    }
}
