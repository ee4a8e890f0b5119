package io.crosswalk.sink.accounts.linking;

import io.crosswalk.pipeline.SinkException;
import io.crosswalk.pipeline.progress.Chunk;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.table.TargetTable.Account.Creation;
import io.crosswalk.pipeline.table.TargetTable.Account.WithoutMatch;
import io.crosswalk.pipeline.transaction.Batch;
import io.crosswalk.pipeline.transaction.Change;
import io.crosswalk.pipeline.transaction.Position;
import io.crosswalk.postgres.DatabaseAddress;
import io.crosswalk.sink.PostgresSink;
import io.crosswalk.sink.RetryListener;
import io.crosswalk.sink.SinkSettings;
import io.crosswalk.sink.backfill.ChunkLedger;
import io.crosswalk.sink.backfill.ChunkLoader;
import io.crosswalk.testbed.auth.FakeAuth.Fault;
import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.junit.Target;
import io.crosswalk.testbed.server.Database;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.List;
import java.util.UUID;

import static io.crosswalk.sink.SinkBench.changes;
import static io.crosswalk.sink.SinkBench.uuid;
import static io.crosswalk.sink.accounts.linking.ServiceBench.board;
import static io.crosswalk.sink.accounts.linking.ServiceBench.user;
import static io.crosswalk.sink.accounts.linking.ServiceBench.userGone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Accounts that a service makes, in a database where its triggers write profiles. */
@Databases
class ServiceAccountsIT {

    private static final String LINKS =
            "SELECT old_id, new_id, created FROM crosswalk.id_mappings" + " WHERE table_name = 'User' ORDER BY 1";
    private static final String PROFILES = "SELECT id, email, name FROM profiles ORDER BY 1";

    private ServiceBench bench;
    private Database database;

    @BeforeEach
    void open(@Target Database target) throws Exception {
        database = target;
        bench = new ServiceBench(target, Creation.SERVICE, WithoutMatch.CREATE);
    }

    @AfterEach
    void close() throws Exception {
        bench.close();
    }

    @Test
    void theServiceMakesTheAccountAndTheSinkTheProfile() throws Exception {
        bench.write(changes(List.of(user("u5", uuid(5), "A@x")), board(uuid(50), "u5")));

        assertThat(bench.rows("SELECT id, email, encrypted_password, raw_user_meta_data FROM auth.users"))
                .containsExactly(uuid(5) + "|a@x|$2b$hunter2|{\"n\": 1}");
        assertThat(bench.rows("SELECT user_id FROM auth.identities WHERE id <> user_id"))
                .containsExactly(uuid(5));
        assertThat(bench.rows(PROFILES)).containsExactly(uuid(5) + "|A@x|by the migration");
        assertThat(bench.rows("SELECT user_id FROM boards")).containsExactly(uuid(5));
        assertThat(bench.rows(LINKS)).containsExactly("u5|" + uuid(5) + "|t");
        assertThat(bench.auth.requests).containsExactly("POST");
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"UNAVAILABLE", "TOO_MANY", "DONE_AND_CUT", "REPEATED"})
    void whateverTheServiceDoesThereIsOneAccountAndItIsOurs(Fault fault) throws Exception {
        bench.auth.faults.add(fault);

        bench.write(user("u5", uuid(5), "a@x"));

        assertThat(bench.rows("SELECT id FROM auth.users")).containsExactly(uuid(5));
        assertThat(bench.rows(LINKS)).containsExactly("u5|" + uuid(5) + "|t");
    }

    /** Also where the legacy id is the account's id, so that only the request tells whose it is. */
    @ParameterizedTest
    @EnumSource(KilledUser.class)
    void aKillAfterTheServiceAnsweredFindsTheAccountAsOurs(KilledUser killed) throws Exception {
        Batch batch = bench.batch(user(killed.oldId, uuid(5), "a@x"));
        bench.execute("ALTER TABLE crosswalk.ledger ADD CONSTRAINT nobody_moves CHECK (position < '0/3E9')");
        assertThatThrownBy(() -> bench.sink.write(batch)).isInstanceOf(SinkException.class);
        assertThat(bench.rows("SELECT id FROM auth.users")).containsExactly(uuid(5));
        assertThat(bench.rows(LINKS)).isEmpty();

        bench.execute("ALTER TABLE crosswalk.ledger DROP CONSTRAINT nobody_moves");
        bench.restart();
        bench.sink.write(batch);

        assertThat(bench.rows(LINKS)).containsExactly(killed.oldId + "|" + uuid(5) + "|t");
        assertThat(bench.rows(PROFILES)).containsExactly(uuid(5) + "|a@x|by the migration");
        assertThat(bench.auth.requests).filteredOn("POST"::equals).hasSize(1);
    }

    enum KilledUser {
        COMPUTED("u5"),
        KEPT(uuid(5));

        private final String oldId;

        KilledUser(String oldId) {
            this.oldId = oldId;
        }
    }

    @Test
    void anAccountThatWasThereIsLinkedAndLeftAlone() throws Exception {
        bench.execute("INSERT INTO auth.users (id, email) VALUES ('" + uuid(77) + "', 'a@x')");

        bench.write(user("u5", uuid(5), "A@x"));
        bench.write(user("u5", uuid(5), "new@x"));

        assertThat(bench.rows("SELECT id, email FROM auth.users")).containsExactly(uuid(77) + "|a@x");
        assertThat(bench.rows(LINKS)).containsExactly("u5|" + uuid(77) + "|f");
        assertThat(bench.auth.requests).isEmpty();

        bench.write(userGone("u5", uuid(5)));
        assertThat(bench.rows("SELECT id FROM auth.users")).containsExactly(uuid(77));
    }

    @Test
    void anAccountWithTheKeptIdThatWasThereIsNotOurs() throws Exception {
        bench.execute("INSERT INTO auth.users (id, email) VALUES ('" + uuid(5) + "', 'a@x')");

        bench.write(user(uuid(5), uuid(5), "a@x"));
        bench.write(userGone(uuid(5), uuid(5)));

        assertThat(bench.rows("SELECT id FROM auth.users")).containsExactly(uuid(5));
    }

    @Test
    void anAccountThatAppearsMeanwhileIsLinkedThroughTheServicesAnswer() throws Exception {
        String role = restrictedRole();
        bench.execute("INSERT INTO auth.users (id, email) VALUES ('" + uuid(77) + "', 'a@x')");
        bench.sink.close();
        try (PostgresSink restricted =
                new PostgresSink(bench.settings(as(role)), bench.catalog(), RetryListener.NONE)) {
            restricted.write(bench.batch(user("u5", uuid(5), "a@x")));
            restricted.write(bench.batch(user("u6", uuid(6), "b@x")));
            restricted.write(bench.batch(user("u7", uuid(7), "A@x")));

            assertThat(bench.rows(LINKS)).containsExactly("u5|" + uuid(77) + "|f", "u6|" + uuid(6) + "|t");
            assertThat(bench.rows("SELECT reason FROM crosswalk.quarantine WHERE target_table = 'auth.users'"))
                    .containsExactly("id: another legacy user is linked to the account with this e-mail address");
            assertThat(bench.auth.requests).contains("GET");
        } finally {
            bench.execute("DROP OWNED BY " + role + "; DROP ROLE " + role);
        }
    }

    @Test
    void anAccountOfOursFollowsItsUserAndGoesWithIt() throws Exception {
        bench.write(user("u5", uuid(5), "a@x"));
        bench.write(user("u5", uuid(5), "b@x"));
        bench.write(user("u5", uuid(5), "b@x"));

        assertThat(bench.rows("SELECT id, email FROM auth.users")).containsExactly(uuid(5) + "|b@x");
        assertThat(bench.auth.requests).containsExactly("POST", "PUT/" + uuid(5));

        bench.write(userGone("u5", uuid(5)));
        assertThat(bench.rows("SELECT id FROM auth.users")).isEmpty();
        assertThat(bench.rows(PROFILES)).isEmpty();
        assertThat(bench.rows("SELECT 1 FROM crosswalk.account_requests")).isEmpty();
    }

    @Test
    void aDeletionThatFailsIsDoneAfterTheNextStart() throws Exception {
        bench.write(user("u5", uuid(5), "a@x"));
        bench.auth.faults.addAll(List.of(Fault.UNAVAILABLE, Fault.UNAVAILABLE, Fault.UNAVAILABLE));
        bench.write(userGone("u5", uuid(5)));
        assertThat(bench.rows("SELECT id FROM auth.users")).containsExactly(uuid(5));

        // Another user with the address has to wait for that.
        bench.restart();
        bench.write(user("u6", uuid(6), "a@x"));
        bench.write(board(uuid(50), "u6"));

        assertThat(bench.rows("SELECT id FROM auth.users")).containsExactly(uuid(6));
        assertThat(bench.rows("SELECT user_id FROM boards")).containsExactly(uuid(6));
        assertThat(bench.rows("SELECT 1 FROM crosswalk.quarantine")).isEmpty();
    }

    @Test
    void aUserWhoGoesAndComesBackInOneTransactionKeepsTheAccount() throws Exception {
        bench.write(user("u5", uuid(5), "a@x"));
        bench.write(changes(List.of(userGone("u5", uuid(5))), List.of(user("u5", uuid(5), "c@x"))));
        bench.write(board(uuid(50), "u5"));
        bench.write(user("u5", uuid(5), "d@x"));

        assertThat(bench.rows("SELECT id, email FROM auth.users")).containsExactly(uuid(5) + "|d@x");
        assertThat(bench.rows(PROFILES)).containsExactly(uuid(5) + "|d@x|by the migration");
    }

    @Test
    void whatTheServiceRefusesWaitsInTheQuarantineWithoutTheAddress() throws Exception {
        bench.write(user("u5", uuid(5), "nonsense"));

        assertThat(bench.rows("SELECT reason FROM crosswalk.quarantine WHERE target_table = 'auth.users'"))
                .containsExactly("id: the Admin API refuses the account: 400 validation_failed");

        bench.write(user("u5", uuid(5), "a@x"));
        assertThat(bench.rows("SELECT 1 FROM crosswalk.quarantine")).isEmpty();
        assertThat(bench.rows(LINKS)).containsExactly("u5|" + uuid(5) + "|t");
    }

    @Test
    void aRefusedKeyStopsTheSink() {
        bench.auth.faults.add(Fault.KEY_REFUSED);

        assertThatThrownBy(() -> bench.write(user("u5", uuid(5), "a@x")))
                .isInstanceOfSatisfying(
                        SinkException.class, e -> assertThat(e.isTransient()).isFalse())
                .hasMessageContaining("refuses the key");
    }

    @Test
    void twoUsersWithOneAddressGetOneAccountAndOneWaits() throws Exception {
        bench.write(changes(List.of(user("u5", uuid(5), "a@x")), List.of(user("u6", uuid(6), "A@x"))));
        bench.write(user("u7", uuid(7), "a@X"));

        assertThat(bench.rows(LINKS)).containsExactly("u5|" + uuid(5) + "|t");
        assertThat(bench.rows("SELECT count(*) FROM crosswalk.quarantine WHERE target_table = 'auth.users'"))
                .containsExactly("2");

        bench.write(user("u5", uuid(5), "moved@x"));
        assertThat(bench.rows("SELECT count(*) FROM auth.users")).containsExactly("2");
    }

    @Test
    void theBackfillLoadsUsersThoughTheTriggerWritesTheirProfiles() throws Exception {
        Chunk chunk = new Chunk(new TableId("legacy", "User"), 0, null, null);
        new ChunkLedger("bench").plan(bench.connection, List.of(chunk));
        Change[] two = changes(List.of(user("u5", uuid(5), "a@x")), List.of(user("u6", uuid(6), "b@x")));
        SinkSettings settings = bench.settings(bench.address());
        settings.seat().sign(bench.connection);
        try (ChunkLoader loader = ChunkLoader.open(settings, bench.catalog())) {
            loader.load(chunk, new Position(1000), portions -> {
                portions.write(List.of(two));
                return 2;
            });
        }

        assertThat(bench.rows(PROFILES))
                .containsExactly(uuid(5) + "|a@x|by the migration", uuid(6) + "|b@x|by the migration");
        assertThat(bench.rows(LINKS)).hasSize(2);
        assertThat(bench.auth.requests).containsExactly("POST", "POST");
    }

    private String restrictedRole() throws Exception {
        String role = "migrator_" + UUID.randomUUID().toString().replace("-", "");
        bench.execute("CREATE ROLE " + role + " LOGIN PASSWORD 'restricted';"
                + " GRANT SET ON PARAMETER session_replication_role TO " + role + ";"
                + " GRANT USAGE ON SCHEMA crosswalk, public TO " + role + ";"
                + " GRANT ALL ON ALL TABLES IN SCHEMA crosswalk, public TO " + role);
        return role;
    }

    private DatabaseAddress as(String role) {
        return DatabaseAddress.parse(
                database.libpqUrl().replaceFirst("//[^@/]*@", "//" + role + "@"), null, "restricted");
    }
}
