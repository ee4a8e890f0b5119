package io.crosswalk.app.migration;

import io.crosswalk.app.migration.preparation.MigrationSettings;
import io.crosswalk.app.resync.Resync;
import io.crosswalk.app.resync.ResyncOptions;
import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.junit.Legacy;
import io.crosswalk.testbed.junit.Target;
import io.crosswalk.testbed.server.Database;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Rows of other legacy tables than the users' whose target key is an account, or has one in it: they wait while their user has none, and
 * go with their own legacy row, whoever made the account. What the users' table itself gives stays with an account that was there before.
 */
@Databases
class KeyedByUsersIT {

    private static final String FIRST = "00000000-0000-4000-8000-000000000001";
    private static final String SECOND = "00000000-0000-4000-8000-000000000002";

    private static final String LEGACY = """
            CREATE TABLE "Person" (id text PRIMARY KEY, email text);
            CREATE TABLE "Profile" ("personId" text PRIMARY KEY, theme text);
            CREATE TABLE "Choice" (name text, "personId" text, value text, PRIMARY KEY (name, "personId"));
            CREATE TABLE "Note" (id text PRIMARY KEY, "personId" text);
            CREATE TABLE "Team" (id text PRIMARY KEY, members text[]);
            INSERT INTO "Person" VALUES ('p', 'first@x'), ('q', 'q@x');
            INSERT INTO "Profile" VALUES ('p', 'dark'), ('q', 'light');
            INSERT INTO "Choice" VALUES ('Weird "Name" Ü', 'p', '1'), ('b', 'p', '2'), ('b', 'q', '3');
            INSERT INTO "Note" VALUES ('n', 'p'), ('m', 'q');
            INSERT INTO "Team" VALUES ('one', '{p}'), ('both', '{p,q,NULL}')""";

    private static final String TARGET = """
            CREATE SCHEMA accounts;
            CREATE TABLE accounts.users (id uuid PRIMARY KEY, email text UNIQUE);
            CREATE TABLE people (id uuid PRIMARY KEY, email text);
            CREATE TABLE profiles (person_id uuid PRIMARY KEY, theme text);
            CREATE TABLE choices (name text, person_id uuid, value text, PRIMARY KEY (name, person_id));
            CREATE TABLE notes (id uuid PRIMARY KEY, person_id uuid);
            CREATE TABLE teams (id uuid PRIMARY KEY, members uuid[]);
            INSERT INTO accounts.users VALUES ('%s', 'first@x'), ('%s', 'second@x')""".formatted(FIRST, SECOND);

    private static final String MAPPING = """
            mapping: 1
            accounts: { table: Person, match: email, target: accounts.users }
            tables:
              Person:
                targets:
                  - { table: accounts.users, columns: { id: { account: id }, email: email } }
                  - { table: people, key: id, columns: { id: { account: id }, email: email } }
              Profile:
                targets:
                  - { table: profiles, key: person_id, columns: { person_id: { account: personId }, theme: theme } }
              Choice:
                targets:
                  - table: choices
                    key: [name, person_id]
                    columns: { name: name, person_id: { account: personId }, value: value }
              Note:
                targets:
                  - { table: notes, columns: { id: { id: id }, person_id: { account: personId } } }
              Team:
                targets:
                  - { table: teams, columns: { id: { id: id }, members: { ids: members, of: Person, missing: null } } }
            """;

    private static final String GO = "DELETE FROM \"Person\" WHERE id = 'p'; ";
    private static final String CHANGE =
            "UPDATE \"Profile\" SET theme = theme || '+'; UPDATE \"Choice\" SET value = value || '+'; ";
    private static final String WAIVE = "UPDATE crosswalk.quarantine SET waived_at = now(), waived_by = 'ana'";
    private static final String WAIVED = "SELECT count(waived_by) FROM crosswalk.quarantine";
    private static final String QUARANTINED = "SELECT count(*) FROM crosswalk.quarantine";

    @Legacy
    private Database legacy;

    @Target
    private Database target;

    @BeforeEach
    void create() throws Exception {
        MigrationBench.execute(legacy, LEGACY);
        MigrationBench.execute(target, TARGET);
    }

    private static String come(String email) {
        return "INSERT INTO \"Person\" VALUES ('p', '" + email + "'); ";
    }

    private static String rekeyed(String from, String to) {
        return "UPDATE \"Person\" SET id = '" + to + "' WHERE id = '" + from + "'; ";
    }

    private static String following(String from, String to) {
        String change = " SET \"personId\" = '" + to + "' WHERE \"personId\" = '" + from + "'; ";
        return "UPDATE \"Profile\"" + change + "UPDATE \"Choice\"" + change + "UPDATE \"Note\"" + change;
    }

    @Test
    void rowsWaitForTheUserAndComeBackUnderTheAccountOfThen() throws Exception {
        try (MigrationBench bench = new MigrationBench(legacy, target, MAPPING)) {
            bench.streaming().arrives(GO);
            assertThat(MigrationBench.rows(target, QUARANTINED)).containsExactly("4");
            MigrationBench.execute(target, WAIVE);
            bench.arrives(CHANGE);
            assertThat(MigrationBench.rows(target, WAIVED)).containsExactly("4");
            bench.arrives(come("second@x"));
            bench.arrives(GO);
            assertThat(MigrationBench.rows(target, WAIVED)).containsExactly("0");
            bench.arrives(come("second@x"));
            assertThat(MigrationBench.rows(target, "SELECT person_id, theme FROM profiles WHERE theme LIKE 'dark%'"))
                    .containsExactly(SECOND + "|dark+");
            assertThat(MigrationBench.rows(target, QUARANTINED)).containsExactly("0");
            bench.arrives(GO + come("first@x") + CHANGE);
            bench.arrives(CHANGE + GO + CHANGE + come("p@x") + CHANGE);
            bench.arrives("DELETE FROM \"Person\"; INSERT INTO \"Person\" VALUES ('q', 'first@x'), ('p', 'second@x')");
            bench.arrives("TRUNCATE \"Person\"; INSERT INTO \"Person\" VALUES ('p', 'first@x'), ('q', 'second@x'); "
                    + CHANGE);
            bench.arrives("TRUNCATE \"Person\"; " + come("second@x"));
            assertThat(MigrationBench.rows(target, QUARANTINED)).containsExactly("3");
            bench.arrives("TRUNCATE \"Profile\"; DELETE FROM \"Choice\" WHERE \"personId\" = 'q'");
            assertThat(MigrationBench.rows(target, QUARANTINED)).containsExactly("1");
        }
    }

    @Test
    void aRowGoesWithItsLegacyRowWhoeverMadeTheAccount() throws Exception {
        try (MigrationBench bench = new MigrationBench(legacy, target, MAPPING)) {
            bench.streaming().arrives("DELETE FROM \"Profile\"; DELETE FROM \"Choice\" WHERE name = 'b'");
            assertThat(MigrationBench.rows(target, "SELECT count(*) FROM profiles"))
                    .containsExactly("0");
            bench.arrives(GO + "DELETE FROM \"Choice\"");
            assertThat(MigrationBench.rows(
                            target, "SELECT (SELECT count(*) FROM choices), id FROM people ORDER BY email LIMIT 1"))
                    .containsExactly("0|" + FIRST);
        }
    }

    @Test
    void aUserWithAnotherIdTakesTheRowsAlongThatFollow() throws Exception {
        try (MigrationBench bench = new MigrationBench(legacy, target, MAPPING)) {
            bench.streaming().arrives(rekeyed("p", "r") + following("p", "r"));
            assertThat(MigrationBench.rows(target, "SELECT person_id FROM profiles WHERE theme = 'dark'"))
                    .containsExactly(FIRST);
            bench.arrives(following("r", "s") + rekeyed("r", "s"));
            assertThat(MigrationBench.rows(target, QUARANTINED)).containsExactly("0");
            bench.arrives(rekeyed("s", "t"));
            assertThat(MigrationBench.rows(target, QUARANTINED)).containsExactly("4");
            bench.arrives(CHANGE);
            bench.arrives(following("s", "t"));
            assertThat(MigrationBench.rows(target, QUARANTINED)).containsExactly("0");
            bench.arrives(rekeyed("t", "u"));
            bench.arrives(following("t", "q")
                    .replace(
                            "UPDATE \"Profile\"",
                            "DELETE FROM \"Profile\" WHERE \"personId\" = 'q'; UPDATE \"Profile\"")
                    .replace(
                            "UPDATE \"Choice\"", "DELETE FROM \"Choice\" WHERE \"personId\" = 'q'; UPDATE \"Choice\""));
            assertThat(MigrationBench.rows(target, QUARANTINED)).containsExactly("0");
        }
    }

    @Test
    void whoTakesTheFormerIdOfAUserTakesTheRowsThatGoOnNamingIt() throws Exception {
        try (MigrationBench bench = new MigrationBench(legacy, target, MAPPING)) {
            bench.streaming().arrives(rekeyed("q", "w") + following("q", "w"));
            bench.arrives("DELETE FROM \"Person\" WHERE id = 'w'; INSERT INTO \"Person\" VALUES ('q', 'again@x')");
            assertThat(MigrationBench.rows(target, QUARANTINED)).containsExactly("3");
            bench.arrives("INSERT INTO \"Person\" VALUES ('w', 'w@x')");
            bench.arrives(following("w", "q"));
            bench.arrives(rekeyed("q", "r") + "INSERT INTO \"Person\" VALUES ('q', 'new@x'); " + CHANGE);
            assertThat(MigrationBench.rows(target, QUARANTINED)).containsExactly("0");
            assertThat(MigrationBench.rows(
                            target, "SELECT email, theme FROM people JOIN profiles ON id = person_id ORDER BY 1"))
                    .containsExactly("first@x|dark+", "new@x|light+");
            bench.arrives("INSERT INTO \"Profile\" VALUES ('r', 'old'); DELETE FROM \"Person\" WHERE id = 'q'");
            bench.arrives(rekeyed("r", "q") + "INSERT INTO \"Person\" VALUES ('r', 'r@x'); " + CHANGE);
            assertThat(MigrationBench.rows(target, QUARANTINED)).containsExactly("0");
        }
    }

    @Test
    void aResyncMendsWhatUsersLeftThatNobodySawGo() throws Exception {
        MigrationSettings settings = MigrationBench.settings(legacy, target, MAPPING, 500);
        try (MigrationBench bench = new MigrationBench(settings)) {
            bench.streaming().drained();
        }
        MigrationBench.execute(
                legacy, "DELETE FROM \"Person\"; DELETE FROM \"Profile\" WHERE \"personId\" = 'p'; " + CHANGE);

        new Resync(settings, new ResyncOptions(false, true, Set.of())).run();

        assertThat(MigrationBench.rows(target, "SELECT id FROM people")).containsExactly(FIRST);
        try (MigrationBench bench = new MigrationBench(settings)) {
            bench.streaming().drained();
            assertThat(bench.compare().problems()).isEmpty();
            assertThat(MigrationBench.rows(target, QUARANTINED)).containsExactly("6");
            bench.arrives(come("second@x"));
        }
    }
}
