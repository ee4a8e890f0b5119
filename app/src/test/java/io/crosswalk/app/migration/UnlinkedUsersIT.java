package io.crosswalk.app.migration;

import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.junit.Legacy;
import io.crosswalk.testbed.junit.Target;
import io.crosswalk.testbed.server.Database;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Users that come and go in the transaction that changes rows keyed or named by them: what such a key stands for is known in the target
 * only, and changes under the transaction. No foreign key orders anything.
 */
@Databases
class UnlinkedUsersIT {

    private static final String LEGACY = """
            CREATE TABLE "Person" (id text PRIMARY KEY, email text);
            CREATE TABLE "Profile" ("personId" text PRIMARY KEY, theme text);
            CREATE TABLE "Board" (id text PRIMARY KEY, "ownerId" text, title text);
            CREATE TABLE "Card" (id text PRIMARY KEY, "boardId" text, "byId" text)""";

    private static final String TARGET = """
            CREATE TABLE accounts (id uuid PRIMARY KEY, email text UNIQUE);
            CREATE TABLE people (id uuid PRIMARY KEY, email text);
            CREATE TABLE profiles (person_id uuid PRIMARY KEY, theme text);
            CREATE TABLE boards (id uuid PRIMARY KEY, owner_id uuid NOT NULL, title text);
            CREATE TABLE cards (id uuid PRIMARY KEY, board_id uuid, by_id uuid);
            INSERT INTO accounts VALUES ('00000000-0000-4000-8000-000000000001', 'before@x')""";

    private static final String MAPPING = """
            mapping: 1
            accounts: { table: Person, match: email, target: accounts }
            tables:
              Person:
                targets:
                  - { table: accounts, columns: { id: { account: id }, email: email } }
                  - { table: people, columns: { id: { account: id }, email: email } }
              Profile:
                targets:
                  - { table: profiles, key: person_id, columns: { person_id: { account: personId }, theme: theme } }
              Board:
                targets:
                  - { table: boards, columns: { id: { id: id }, owner_id: { account: ownerId }, title: title } }
              Card:
                targets:
                  - table: cards
                    columns: { id: { id: id }, board_id: { id: boardId, of: Board }, by_id: { account: byId, missing: null } }
            """;

    private static final String GO = "DELETE FROM \"Person\" WHERE id = 'p'";
    private static final String COME = "INSERT INTO \"Person\" VALUES ('p', 'p@x')";
    private static final String COME_AS_ANOTHER = "INSERT INTO \"Person\" VALUES ('p', 'other@x')";
    private static final String PROFILE_GOES = "DELETE FROM \"Profile\" WHERE \"personId\" = 'p'";
    private static final String PROFILE_COMES = "INSERT INTO \"Profile\" VALUES ('p', 'dark')";
    private static final String ROWS_GO =
            PROFILE_GOES + "; DELETE FROM \"Card\" WHERE id = 'c'; DELETE FROM \"Board\" WHERE id = 'b'";
    private static final String ROWS_COME =
            "INSERT INTO \"Card\" VALUES ('c', 'b', 'p'); INSERT INTO \"Board\" VALUES ('b', 'p', 'B'); "
                    + PROFILE_COMES;
    private static final String ROWS_CHANGE =
            "UPDATE \"Profile\" SET theme = theme || '+' WHERE \"personId\" = 'p'; UPDATE \"Board\" SET title = title || '+'"
                    + " WHERE id = 'b'; UPDATE \"Card\" SET \"byId\" = 'p' WHERE id = 'c'";
    private static final String OTHERS_BOARD_COMES = "UPDATE \"Board\" SET \"ownerId\" = 'p' WHERE id = 'd'";
    private static final String OTHERS_BOARD_GOES = "UPDATE \"Board\" SET \"ownerId\" = 'q' WHERE id = 'd'";
    private static final String OTHERS_PROFILE_COMES =
            "UPDATE \"Profile\" SET \"personId\" = 'p' WHERE \"personId\" = 'q'";
    private static final String OTHERS_PROFILE_GOES =
            "UPDATE \"Profile\" SET \"personId\" = 'q' WHERE \"personId\" = 'p'";

    @Legacy
    private Database legacy;

    @Target
    private Database target;

    @BeforeEach
    void create() throws Exception {
        MigrationBench.execute(legacy, LEGACY);
        MigrationBench.execute(target, TARGET);
        MigrationBench.execute(
                legacy,
                COME + "; " + ROWS_COME + "; INSERT INTO \"Person\" VALUES ('q', 'q@x');"
                        + " INSERT INTO \"Profile\" VALUES ('q', 'light'); INSERT INTO \"Board\" VALUES ('d', 'q', 'D')");
    }

    @Test
    void bothSidesAreEqualWhateverTheOrderInATransaction() throws Exception {
        try (MigrationBench bench = new MigrationBench(legacy, target, MAPPING)) {
            bench.streaming().drained();
            for (List<String> transaction : List.of(
                    List.of(GO, ROWS_GO),
                    List.of(ROWS_COME, COME),
                    List.of(ROWS_GO, GO),
                    List.of(COME, ROWS_COME),
                    List.of(GO, COME),
                    List.of(ROWS_CHANGE, GO, COME),
                    List.of(GO, ROWS_CHANGE, COME),
                    List.of(GO, COME_AS_ANOTHER, ROWS_CHANGE),
                    List.of(ROWS_CHANGE, GO, ROWS_CHANGE, COME, ROWS_CHANGE),
                    List.of(GO, ROWS_GO, COME_AS_ANOTHER, ROWS_COME),
                    List.of(ROWS_GO, GO, ROWS_COME, COME),
                    List.of(GO, ROWS_GO, ROWS_COME, COME),
                    List.of(GO, PROFILE_GOES, ROWS_CHANGE),
                    List.of(ROWS_CHANGE, COME, PROFILE_COMES, ROWS_CHANGE, PROFILE_GOES, GO),
                    List.of(COME, PROFILE_COMES, ROWS_CHANGE),
                    List.of("INSERT INTO \"Person\" VALUES ('r', 'r@x'); DELETE FROM \"Person\" WHERE id = 'r'"),
                    List.of(OTHERS_BOARD_COMES, PROFILE_GOES, GO),
                    List.of(COME_AS_ANOTHER, OTHERS_BOARD_GOES, PROFILE_COMES),
                    List.of(PROFILE_GOES, OTHERS_PROFILE_COMES),
                    List.of(GO, OTHERS_PROFILE_GOES, COME, PROFILE_COMES),
                    List.of("DELETE FROM \"Person\"; INSERT INTO \"Person\" VALUES ('p', 'q@x'), ('q', 'p@x')"),
                    List.of(
                            ROWS_CHANGE,
                            "TRUNCATE \"Person\"; INSERT INTO \"Person\" VALUES ('q', 'q@x'), ('p', 'p@x')",
                            ROWS_CHANGE))) {
                bench.arrives(String.join("; ", transaction));
            }
            assertThat(MigrationBench.rows(target, "SELECT source_key FROM crosswalk.quarantine"))
                    .isEmpty();
            assertThat(
                            MigrationBench.rows(
                                    target,
                                    "SELECT (SELECT count(*) FROM profiles), (SELECT count(*) FROM boards), count(by_id) FROM cards"))
                    .containsExactly("2|2|1");
        }
    }

    @Test
    void whatIsKeyedByAUserWhoGoesWaitsForOne() throws Exception {
        try (MigrationBench bench = new MigrationBench(legacy, target, MAPPING)) {
            bench.streaming().arrives(GO);
            bench.arrives(COME);
            bench.arrives(GO + "; " + ROWS_CHANGE);
            bench.arrives(OTHERS_BOARD_COMES);
            bench.arrives(COME + "; " + OTHERS_BOARD_GOES);
        }
    }

    @Test
    void aUserWhoComesBackToAnotherAccountTakesTheRowsAlong() throws Exception {
        try (MigrationBench bench = new MigrationBench(legacy, target, MAPPING)) {
            bench.streaming().arrives(GO + "; INSERT INTO \"Person\" VALUES ('p', 'before@x')");
            bench.arrives(GO + "; " + COME + "; " + ROWS_CHANGE);
            bench.arrives("TRUNCATE \"Person\"; INSERT INTO \"Person\" VALUES ('p', 'q@x'), ('q', 'before@x'); "
                    + ROWS_CHANGE);
        }
    }
}
