package io.crosswalk.sink.accounts.linking;

import io.crosswalk.pipeline.table.TargetTable.Account.Creation;
import io.crosswalk.pipeline.table.TargetTable.Account.WithoutMatch;
import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.junit.Target;
import io.crosswalk.testbed.server.Database;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;

import static io.crosswalk.sink.SinkBench.changes;
import static io.crosswalk.sink.SinkBench.uuid;
import static io.crosswalk.sink.accounts.linking.ServiceBench.board;
import static io.crosswalk.sink.accounts.linking.ServiceBench.user;
import static io.crosswalk.sink.accounts.linking.ServiceBench.userGone;
import static org.assertj.core.api.Assertions.assertThat;

/** Users without an e-mail address, and profiles that a trigger wrote before. Accounts are made by SQL. */
@Databases
class WithoutMatchIT {

    private static final String WAITING = "SELECT target_table, reason FROM crosswalk.quarantine ORDER BY 1";

    private Database database;
    private ServiceBench bench;

    @BeforeEach
    void open(@Target Database target) {
        database = target;
    }

    @AfterEach
    void close() throws Exception {
        bench.close();
    }

    private ServiceBench bench(WithoutMatch policy) throws Exception {
        bench = new ServiceBench(database, Creation.SQL, policy);
        return bench;
    }

    @Test
    void anAccountIsMadeAllTheSame() throws Exception {
        bench(WithoutMatch.CREATE).write(changes(List.of(user("u5", uuid(5), null)), board(uuid(50), "u5")));

        assertThat(bench.rows("SELECT id, email FROM auth.users")).containsExactly(uuid(5) + "|null");
        assertThat(bench.rows("SELECT user_id FROM boards")).containsExactly(uuid(5));
    }

    @Test
    void theUserWaitsWithAllThatNeedsTheAccount() throws Exception {
        bench(WithoutMatch.QUARANTINE).write(changes(List.of(user("u5", uuid(5), "")), board(uuid(50), "u5")));

        assertThat(bench.rows("SELECT 1 FROM auth.users UNION ALL SELECT 1 FROM profiles"))
                .isEmpty();
        assertThat(bench.rows(WAITING))
                .hasSize(4)
                .contains(
                        "auth.users|id: the user has no e-mail address, and such users wait (accounts.without_match)");

        bench.write(user("u5", uuid(5), "a@x"));
        assertThat(bench.rows(WAITING)).isEmpty();
        assertThat(bench.rows("SELECT user_id FROM boards")).containsExactly(uuid(5));

        // The decision is taken once: an address that goes takes nothing along.
        bench.write(user("u5", uuid(5), null));
        assertThat(bench.rows("SELECT id, email FROM auth.users")).containsExactly(uuid(5) + "|null");
    }

    @Test
    void theUserIsLeftOutAndWhatOthersReferToWaits() throws Exception {
        bench(WithoutMatch.SKIP).write(changes(List.of(user("u5", uuid(5), null)), board(uuid(50), "u5")));

        assertThat(bench.rows("SELECT 1 FROM auth.users UNION ALL SELECT 1 FROM profiles"
                        + " UNION ALL SELECT 1 FROM auth.identities"))
                .isEmpty();
        assertThat(bench.rows("SELECT target_table FROM crosswalk.quarantine")).containsExactly("public.boards");

        bench.write(user("u5", uuid(5), "a@x"));
        assertThat(bench.rows("SELECT email FROM profiles")).containsExactly("a@x");
        assertThat(bench.rows("SELECT user_id FROM boards")).containsExactly(uuid(5));
        assertThat(bench.rows("SELECT 1 FROM crosswalk.skipped_users UNION ALL SELECT 1 FROM crosswalk.quarantine"))
                .isEmpty();
    }

    @Test
    void aUserWhoIsLeftOutGoesWithoutATrace() throws Exception {
        bench(WithoutMatch.SKIP).write(user("u5", uuid(5), null));
        bench.write(userGone("u5", uuid(5)));

        assertThat(bench.rows("SELECT 1 FROM crosswalk.skipped_users UNION ALL SELECT 1 FROM crosswalk.quarantine"))
                .isEmpty();
    }

    @Test
    void accountsMadeBySqlDoNotWakeTheTriggerAndProfilesThatAreThereAreTaken() throws Exception {
        bench(WithoutMatch.CREATE).execute("INSERT INTO auth.users (id, email) VALUES ('" + uuid(77) + "', 'a@x')");
        bench.write(changes(List.of(user("u5", uuid(5), "A@x")), List.of(user("u6", uuid(6), "b@x"))));

        assertThat(bench.rows("SELECT id, name FROM profiles ORDER BY 1"))
                .containsExactly(uuid(6) + "|by the migration", uuid(77) + "|by the migration");
        assertThat(bench.auth.requests).isEmpty();
    }

    @Test
    void anAccountThatWasThereUnderTheKeptIdIsNeitherWrittenNorDeleted() throws Exception {
        bench(WithoutMatch.CREATE).execute("INSERT INTO auth.users (id, email) VALUES ('" + uuid(5) + "', 'other@x')");
        bench.write(user(uuid(5), uuid(5), "a@x"));
        bench.write(userGone(uuid(5), uuid(5)));

        assertThat(bench.rows("SELECT id, email FROM auth.users")).containsExactly(uuid(5) + "|other@x");
    }
}
