package io.crosswalk.sink.accounts.linking;

import io.crosswalk.pipeline.SinkException;
import io.crosswalk.pipeline.table.TargetTable.Account.Creation;
import io.crosswalk.pipeline.table.TargetTable.Account.WithoutMatch;
import io.crosswalk.pipeline.transaction.Batch;
import io.crosswalk.pipeline.transaction.Change;
import io.crosswalk.pipeline.transaction.Change.Operation;
import io.crosswalk.pipeline.transaction.Change.Upsert;
import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.junit.Target;
import io.crosswalk.testbed.server.Database;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

import static io.crosswalk.sink.SinkBench.changes;
import static io.crosswalk.sink.SinkBench.uuid;
import static io.crosswalk.sink.accounts.linking.ServiceBench.user;
import static io.crosswalk.sink.accounts.linking.ServiceBench.userGone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Users with another id, and those who take the former one, where a service makes the accounts. */
@Databases
class RekeyedServiceUsersIT {

    private static final String LINKS =
            "SELECT old_id, new_id, created FROM crosswalk.id_mappings WHERE table_name = 'User' ORDER BY 1";
    private static final String FURTHER = UUID.nameUUIDFromBytes((uuid(5) + "/1").getBytes(StandardCharsets.UTF_8))
            .toString();

    private ServiceBench bench;

    @BeforeEach
    void rekey(@Target Database target) throws Exception {
        bench = new ServiceBench(target, Creation.SERVICE, WithoutMatch.CREATE);
        bench.write(user("u5", uuid(5), "a@x"));
        Change[] changes = user("u6", uuid(6), "a@x");
        for (int i = 0; i < changes.length; i++) {
            Upsert upsert = (Upsert) changes[i];
            Upsert former = (Upsert) user("u5", uuid(5), "a@x")[i];
            changes[i] = new Upsert(
                    upsert.table(), Operation.UPDATE, upsert.key(), former.key(), upsert.row(), upsert.origin());
        }
        // The sink leaves the service's tables alone.
        bench.execute("ALTER TABLE auth.identities RENAME TO hidden");
        bench.write(changes);
        bench.execute("ALTER TABLE auth.hidden RENAME TO identities");
    }

    @AfterEach
    void close() throws Exception {
        bench.close();
    }

    @Test
    void whoTakesTheFormerIdGetsAnotherAccount() throws Exception {
        bench.write(user("u5", uuid(5), "b@x"));

        assertThat(bench.rows("SELECT email, id FROM auth.users ORDER BY 1"))
                .containsExactly("a@x|" + uuid(5), "b@x|" + FURTHER);
        assertThat(bench.rows(LINKS)).containsExactly("u5|" + FURTHER + "|t", "u6|" + uuid(5) + "|t");

        bench.write(user("u5", uuid(5), "c@x"));
        bench.write(userGone("u6", uuid(6)));
        assertThat(bench.rows("SELECT email, id FROM auth.users")).containsExactly("c@x|" + FURTHER);
        assertThat(bench.rows("SELECT new_id FROM crosswalk.account_requests")).containsExactly(FURTHER);
        assertThat(bench.rows("SELECT 1 FROM crosswalk.quarantine")).isEmpty();
    }

    @Test
    void aKillAfterTheServiceAnsweredFindsThatAccountAsOurs() throws Exception {
        Batch batch = bench.batch(user("u5", uuid(5), "b@x"));
        bench.execute("ALTER TABLE crosswalk.ledger ADD CONSTRAINT nobody_moves CHECK (position < '0/3F9')");
        assertThatThrownBy(() -> bench.sink.write(batch)).isInstanceOf(SinkException.class);
        assertThat(bench.rows("SELECT id FROM auth.users WHERE email = 'b@x'")).containsExactly(FURTHER);

        bench.execute("ALTER TABLE crosswalk.ledger DROP CONSTRAINT nobody_moves");
        bench.restart();
        bench.sink.write(batch);

        assertThat(bench.rows(LINKS)).containsExactly("u5|" + FURTHER + "|t", "u6|" + uuid(5) + "|t");
        assertThat(bench.auth.requests).filteredOn("POST"::equals).hasSize(2);
    }

    @Test
    void whoComesBackGetsTheAccountThatIsStillToBeDeleted() throws Exception {
        bench.write(changes(List.of(userGone("u6", uuid(6))), List.of(user("u6", uuid(6), "d@x"))));
        assertThat(bench.rows("SELECT email, id FROM auth.users")).containsExactly("d@x|" + uuid(5));
        assertThat(bench.rows("SELECT doomed FROM crosswalk.account_requests")).containsExactly("f");
    }
}
