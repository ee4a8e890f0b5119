package io.crosswalk.sink.accounts.linking;

import io.crosswalk.pipeline.row.Columns;
import io.crosswalk.pipeline.row.Key;
import io.crosswalk.pipeline.row.Lookup;
import io.crosswalk.pipeline.row.Origin;
import io.crosswalk.pipeline.row.Row;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.table.IdMappings;
import io.crosswalk.pipeline.transaction.Change;
import io.crosswalk.pipeline.transaction.Change.Operation;
import io.crosswalk.sink.SinkBench;
import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.server.Database;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

import static io.crosswalk.sink.SinkBench.ACCOUNTS;
import static io.crosswalk.sink.SinkBench.PEOPLE;
import static io.crosswalk.sink.SinkBench.board;
import static io.crosswalk.sink.SinkBench.card;
import static io.crosswalk.sink.SinkBench.changes;
import static io.crosswalk.sink.SinkBench.clinic;
import static io.crosswalk.sink.SinkBench.user;
import static io.crosswalk.sink.SinkBench.uuid;
import static org.assertj.core.api.Assertions.assertThat;

/** A legacy user gets another id, and stays who it is. */
@Databases
class RekeyedUsersIT {

    private static final Columns ID = Columns.of("id");

    private SinkBench bench;

    @BeforeEach
    void open(Database database) throws SQLException {
        bench = new SinkBench(database);
    }

    @AfterEach
    void close() throws SQLException {
        bench.close();
    }

    private static Lookup own(int number) {
        return new Lookup(
                IdMappings.TABLE,
                IdMappings.NEW_ID,
                IdMappings.key("User", "u" + number),
                uuid(number),
                Lookup.Absence.FAIL);
    }

    /** What the transformer makes of UPDATE "User" SET id = u(number) WHERE id = u(former). */
    private static List<Change> userRekeyed(int former, int number, String email, int clinic) {
        Row account = Row.of(Columns.of("id", "email"), own(number), email);
        Row person =
                Row.of(Columns.of("id", "user_id", "clinic_id"), uuid(number), SinkBench.account(number), uuid(clinic));
        Origin origin = new Origin(new TableId("legacy", "User"), "u" + number);
        return List.of(
                new Change.Upsert(
                        ACCOUNTS, Operation.UPDATE, account.key(ID), Key.of(ID, own(former)), account, origin),
                new Change.Upsert(PEOPLE, Operation.UPDATE, person.key(ID), Key.of(ID, uuid(former)), person, origin));
    }

    @Test
    void aReKeyedUserKeepsTheAccountThatWasThereBefore() throws Exception {
        bench.execute("INSERT INTO accounts.users VALUES ('" + uuid(77) + "', 'a@x')");
        bench.write(changes(clinic(1, "North", null), user(5, "A@X", 1), board(7, 5, "t")));
        bench.write(changes(userRekeyed(5, 6, "hijack@x", 1)));
        assertThat(bench.rows("SELECT id, email FROM accounts.users")).containsExactly(uuid(77) + "|a@x");
    }

    @Test
    void aReKeyedUserKeepsTheAccountThatTheMigrationMade() throws Exception {
        bench.write(changes(clinic(1, "North", null), user(5, "a@x", 1)));
        bench.write(changes(userRekeyed(5, 6, "a@x", 1)));
        assertThat(bench.quarantined()).isEmpty();
    }

    @Test
    void whoTakesTheFormerIdGetsAnotherAccountEachTime() throws Exception {
        bench.write(changes(clinic(1, "North", null), user(5, "a@x", 1), board(7, 5, "t")));
        bench.write(changes(userRekeyed(5, 6, "a@x", 1), board(7, 6, "t")));
        bench.write(changes(user(5, "b@x", 1), board(8, 5, "t")));
        String second = uuid(5) + "/1";
        assertThat(bench.rows("SELECT email, id FROM accounts.users ORDER BY 1"))
                .containsExactly("a@x|" + uuid(5), "b@x|" + named(second));
        assertThat(bench.rows("SELECT user_id FROM boards ORDER BY id")).containsExactly(uuid(5), named(second));

        bench.write(changes(userRekeyed(5, 4, "b@x", 1), board(8, 4, "t"), user(5, "c@x", 1)));
        assertThat(bench.rows("SELECT old_id, new_id FROM crosswalk.id_mappings WHERE table_name = 'User' ORDER BY 1"))
                .containsExactly("u4|" + named(second), "u5|" + named(uuid(5) + "/2"), "u6|" + uuid(5));
        assertThat(bench.quarantined()).isEmpty();
    }

    private static String named(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }

    @Test
    void aReKeyedUserKeepsTheBoards() throws Exception {
        bench.write(
                changes(clinic(1, "N", null), clinic(2, "S", null), user(5, "a@x", 1), board(7, 5, "t"), card(8, 7)));
        bench.write(changes(userRekeyed(5, 6, "a@x", 2), board(7, 6, "t")));
        assertThat(bench.quarantined()).isEmpty();
        assertThat(bench.rows("SELECT clinic_id FROM boards UNION ALL SELECT clinic_id FROM cards"))
                .containsExactly(uuid(2), uuid(2));
    }
}
