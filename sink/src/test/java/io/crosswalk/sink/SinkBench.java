package io.crosswalk.sink;

import io.crosswalk.pipeline.row.Columns;
import io.crosswalk.pipeline.row.Key;
import io.crosswalk.pipeline.row.Lookup;
import io.crosswalk.pipeline.row.Origin;
import io.crosswalk.pipeline.row.Row;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.table.IdMappings;
import io.crosswalk.pipeline.table.TargetTable;
import io.crosswalk.pipeline.table.TargetTable.Account;
import io.crosswalk.pipeline.table.TargetTable.Inherited;
import io.crosswalk.pipeline.transaction.Batch;
import io.crosswalk.pipeline.transaction.Change;
import io.crosswalk.pipeline.transaction.Change.Operation;
import io.crosswalk.pipeline.transaction.Marker;
import io.crosswalk.pipeline.transaction.Position;
import io.crosswalk.pipeline.transaction.Receipt;
import io.crosswalk.pipeline.transaction.Transaction;
import io.crosswalk.postgres.Catalog;
import io.crosswalk.postgres.DatabaseAddress;
import io.crosswalk.sink.ledger.ControlSchema;
import io.crosswalk.sink.ledger.Ledger;
import io.crosswalk.sink.quarantine.PayloadCipher;
import io.crosswalk.sink.quarantine.QuarantineView;
import io.crosswalk.testbed.server.Database;
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
import java.util.Optional;
import java.util.Set;

/**
 * A small target with all that the sink has to deal with: clinics, accounts, people with an account and a clinic (the tenant's path),
 * boards below people and cards below boards, and notes with a long text.
 */
public final class SinkBench implements AutoCloseable {

    static final TableId CLINICS = new TableId("public", "clinics");
    public static final TableId ACCOUNTS = new TableId("accounts", "users");
    public static final TableId PEOPLE = new TableId("public", "people");
    static final TableId BOARDS = new TableId("public", "boards");
    static final TableId CARDS = new TableId("public", "cards");

    private static final Columns ID = Columns.of("id");
    private static final Columns CLINIC = Columns.of("id", "name", "code");
    private static final Columns ACCOUNT = Columns.of("id", "email");
    private static final Columns PERSON = Columns.of("id", "user_id", "clinic_id");
    private static final Columns BOARD = Columns.of("id", "user_id", "clinic_id", "text");
    private static final Columns CARD = Columns.of("id", "board_id", "clinic_id");

    static final List<TargetTable> TABLES = List.of(
            new TargetTable(
                    CARDS,
                    CARD,
                    ID,
                    Optional.of("Card"),
                    Optional.empty(),
                    List.of(new Inherited("clinic_id", "board_id", BOARDS, "id", "clinic_id", true)),
                    Set.of(BOARDS)),
            new TargetTable(
                    BOARDS,
                    BOARD,
                    ID,
                    Optional.of("Board"),
                    Optional.empty(),
                    List.of(new Inherited("clinic_id", "user_id", PEOPLE, "user_id", "clinic_id", true)),
                    Set.of(PEOPLE, ACCOUNTS)),
            new TargetTable(PEOPLE, PERSON, ID, Optional.empty(), Optional.empty(), List.of(), Set.of(ACCOUNTS)),
            new TargetTable(
                    ACCOUNTS,
                    ACCOUNT,
                    ID,
                    Optional.empty(),
                    Optional.of(new Account("User", Optional.of("email"))),
                    List.of(),
                    Set.of()),
            new TargetTable(CLINICS, CLINIC, ID, Optional.of("Clinic"), Optional.empty(), List.of(), Set.of()));

    private final Database database;
    public final Connection connection;
    public final PostgresSink sink;
    private long position = 1000;
    private int pieces;

    public SinkBench(Database database) throws SQLException {
        this.database = database;
        this.connection = database.connect();
        execute("""
                CREATE TABLE clinics (id uuid PRIMARY KEY, name varchar(20) NOT NULL, code text UNIQUE);
                CREATE SCHEMA accounts;
                CREATE TABLE accounts.users (id uuid PRIMARY KEY, email text NOT NULL UNIQUE);
                CREATE TABLE people (id uuid PRIMARY KEY, user_id uuid NOT NULL, clinic_id uuid NOT NULL REFERENCES clinics);
                CREATE TABLE boards (id uuid PRIMARY KEY, user_id uuid NOT NULL, clinic_id uuid NOT NULL, text text NOT NULL);
                CREATE INDEX boards_user ON boards (user_id);
                CREATE TABLE cards (id uuid PRIMARY KEY, board_id uuid NOT NULL REFERENCES boards, clinic_id uuid NOT NULL)""");
        ControlSchema.install(connection);
        new Ledger("bench").open(connection, "digest", "slot", 1, 1, new Position(position), Instant.EPOCH);
        this.sink = newSink();
    }

    /** For somebody who writes now, and nobody else from now on. */
    public SinkSettings settings() throws SQLException {
        SinkSettings settings = unsigned();
        settings.seat().sign(connection);
        return settings;
    }

    private SinkSettings unsigned() {
        return new SinkSettings("bench", address(), TABLES, Duration.ofSeconds(20), PayloadCipher.NONE);
    }

    public DatabaseAddress address() {
        return DatabaseAddress.parse(database.libpqUrl(), null, database.password());
    }

    public PostgresSink newSink() throws SQLException {
        return new PostgresSink(unsigned(), catalog(), RetryListener.NONE);
    }

    public Catalog catalog() throws SQLException {
        return Catalog.read(connection, List.of("public", "accounts", "crosswalk"));
    }

    /** One whole source transaction with these changes, as a batch of its own. */
    public Batch batch(Change... changes) {
        return new Batch(List.of(transaction(changes)));
    }

    Transaction transaction(Change... changes) {
        position += 8;
        int before = pieces;
        pieces = 0;
        return new Transaction(position, new Position(position), Instant.EPOCH, List.of(changes), List.of(), before);
    }

    /** The next transaction is whole, whatever was begun. */
    void startOver() {
        pieces = 0;
    }

    /** One piece of a transaction; the next whole one is its end. */
    Batch piece(Change... changes) {
        return new Batch(List.of(new Transaction(7, null, Instant.EPOCH, List.of(changes), List.of(), pieces++)));
    }

    public Batch marker(String token) {
        position += 8;
        return new Batch(List.of(new Transaction(
                position, new Position(position), Instant.EPOCH, List.of(), List.of(new Marker(token)))));
    }

    public Receipt write(Change... changes) throws InterruptedException {
        return sink.write(batch(changes));
    }

    public static String uuid(int number) {
        return String.format("00000000-0000-0000-0000-%012d", number);
    }

    private static Key id(Object value) {
        return Key.of(ID, value);
    }

    private static Change.Upsert upsert(
            TableId table, Operation operation, Row row, @Nullable Key former, String legacyTable, String legacyId) {
        return new Change.Upsert(
                table, operation, row.key(ID), former, row, new Origin(new TableId("legacy", legacyTable), legacyId));
    }

    private static Change.Delete delete(TableId table, Object id, String legacyTable, String legacyId) {
        return new Change.Delete(table, id(id), new Origin(new TableId("legacy", legacyTable), legacyId));
    }

    public static Change clinic(int number, @Nullable Object name, @Nullable String code) {
        Row row = Row.of(CLINIC, uuid(number), name, code);
        return upsert(CLINICS, Operation.INSERT, row, null, "Clinic", "c" + number);
    }

    static Change clinicRekeyed(int former, int number, Object name) {
        Row row = Row.of(CLINIC, uuid(number), name, null);
        return upsert(CLINICS, Operation.UPDATE, row, id(uuid(former)), "Clinic", "c" + number);
    }

    static Change clinicGone(int number) {
        return delete(CLINICS, uuid(number), "Clinic", "c" + number);
    }

    /** The account id of a legacy user, as every row but the account itself refers to it. */
    public static Lookup account(int number) {
        return new Lookup(
                IdMappings.TABLE,
                IdMappings.NEW_ID,
                IdMappings.key("User", "u" + number),
                null,
                Lookup.Absence.QUARANTINE);
    }

    private static Lookup ownAccount(int number) {
        return new Lookup(
                IdMappings.TABLE,
                IdMappings.NEW_ID,
                IdMappings.key("User", "u" + number),
                uuid(number),
                Lookup.Absence.FAIL);
    }

    /** A legacy user: the account, and the person in a clinic. */
    public static List<Change> user(int number, String email, int clinic) {
        Row account = Row.of(ACCOUNT, ownAccount(number), email);
        Row person = Row.of(PERSON, uuid(number), account(number), uuid(clinic));
        return List.of(
                upsert(ACCOUNTS, Operation.INSERT, account, null, "User", "u" + number),
                upsert(PEOPLE, Operation.INSERT, person, null, "User", "u" + number));
    }

    static List<Change> userGone(int number) {
        return List.of(
                delete(PEOPLE, uuid(number), "User", "u" + number),
                delete(ACCOUNTS, ownAccount(number), "User", "u" + number));
    }

    public static Change board(int number, int user, Object text) {
        Lookup clinic = new Lookup(PEOPLE, "clinic_id", id(uuid(user)), null, Lookup.Absence.QUARANTINE);
        Row row = Row.of(BOARD, uuid(number), account(user), clinic, text);
        return upsert(BOARDS, Operation.INSERT, row, null, "Board", "b" + number);
    }

    static Change boardGone(int number) {
        return delete(BOARDS, uuid(number), "Board", "b" + number);
    }

    public static Change card(int number, int board) {
        Lookup clinic = new Lookup(BOARDS, "clinic_id", id(uuid(board)), null, Lookup.Absence.QUARANTINE);
        Row row = Row.of(CARD, uuid(number), uuid(board), clinic);
        return upsert(CARDS, Operation.INSERT, row, null, "Card", "k" + number);
    }

    public static Change[] changes(Object... parts) {
        List<Change> all = new ArrayList<>();
        for (Object part : parts) {
            if (part instanceof Change change) {
                all.add(change);
            } else {
                ((List<?>) part).forEach(change -> all.add((Change) change));
            }
        }
        return all.toArray(Change[]::new);
    }

    public void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The rows of a query, values joined by a bar. */
    public List<String> rows(String sql) throws SQLException {
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

    public Map<String, Long> quarantined() throws SQLException {
        return QuarantineView.counts(connection, "bench");
    }

    @Override
    public void close() throws SQLException {
        sink.close();
        connection.close();
    }
}
