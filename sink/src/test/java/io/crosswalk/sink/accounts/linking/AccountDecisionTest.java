package io.crosswalk.sink.accounts.linking;

import io.crosswalk.pipeline.row.Columns;
import io.crosswalk.pipeline.row.Key;
import io.crosswalk.pipeline.row.Origin;
import io.crosswalk.pipeline.row.Row;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.table.TargetTable.Account.WithoutMatch;
import io.crosswalk.pipeline.transaction.Change.Operation;
import io.crosswalk.sink.accounts.linking.AccountDecision.Kind;
import io.crosswalk.sink.accounts.linking.AccountDecision.User;
import io.crosswalk.sink.accounts.linking.AccountSearch.Existing;
import io.crosswalk.sink.accounts.linking.AccountSearch.Found;
import io.crosswalk.sink.rows.PendingRow;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

class AccountDecisionTest {

    private final Found nothing = new Found(Map.of(), Map.of());
    private final Set<String> taken = new HashSet<>();

    @Test
    void whoHasNoAccountGetsOne() {
        assertThat(decide(user("u1", "d1", "a@x"), nothing)).isEqualTo(new AccountDecision(Kind.CREATE, "d1"));
        assertThat(decide(user("u2", "d2", null), nothing)).isEqualTo(new AccountDecision(Kind.CREATE, "d2"));
    }

    @Test
    void theSecondUserOfAnAddressIsRefused() {
        decide(user("u1", "d1", "a@x"), nothing);

        assertThat(decide(user("u2", "d2", "a@x"), nothing))
                .isEqualTo(AccountDecision.refused(AccountDecision.SAME_ADDRESS));
    }

    @Test
    void anAccountWithTheAddressIsLinkedUnlessItIsSomebodysAlready() {
        assertThat(decide(user("u1", "d1", "a@x"), found("a@x", account("f", false, null, false))))
                .isEqualTo(new AccountDecision(Kind.FOUND, "f"));
        taken.clear();
        assertThat(decide(user("u1", "d1", "a@x"), found("a@x", account("f", true, null, false)))
                        .kind())
                .isEqualTo(Kind.REFUSED);
        assertThat(decide(user("u1", "d1", "a@x"), found("a@x", account("f", false, "u9", false))))
                .isEqualTo(AccountDecision.refused(AccountDecision.SAME_ADDRESS));
        assertThat(decide(user("u1", "d1", "a@x"), found("a@x", account("f", false, "u9", true)))
                        .detail())
                .contains("about to be deleted");
        assertThat(decide(
                                user("u1", "d1", "a@x"),
                                found("a@x", account("f", false, null, false), account("g", false, null, false)))
                        .detail())
                .contains("several accounts");
    }

    @Test
    void anAccountWithTheComputedIdIsOursAndOneWithAKeptIdOnlyWhenItWasAskedFor() {
        assertThat(decide(user("u1", "d1", "a@x"), found(null, account("d1", false, null, false))))
                .isEqualTo(new AccountDecision(Kind.OURS, "d1"));
        assertThat(decide(user("d2", "d2", "b@x"), found(null, account("d2", false, null, false))))
                .isEqualTo(new AccountDecision(Kind.FOUND, "d2"));
        assertThat(decide(user("d3", "d3", "c@x"), found(null, account("d3", false, "d3", true))))
                .isEqualTo(new AccountDecision(Kind.OURS, "d3"));
        assertThat(decide(user("u4", "d4", "d@x"), found(null, account("d4", true, null, false)))
                        .kind())
                .isEqualTo(Kind.REFUSED);
        assertThat(decide(user("u5", "d5", "e@x"), found(null, account("d5", false, "u9", false)))
                        .kind())
                .isEqualTo(Kind.REFUSED);
    }

    @Test
    void whoHasNoAddressFollowsThePolicy() {
        User user = user("u1", "d1", null);

        assertThat(AccountDecision.of(user, nothing, WithoutMatch.SKIP, taken).kind())
                .isEqualTo(Kind.SKIPPED);
        assertThat(AccountDecision.of(user, nothing, WithoutMatch.QUARANTINE, taken)
                        .detail())
                .contains("accounts.without_match");
        assertThat(AccountDecision.of(user("u1", "d1", "a@x"), nothing, WithoutMatch.SKIP, taken)
                        .kind())
                .isEqualTo(Kind.CREATE);
    }

    private AccountDecision decide(User user, Found found) {
        return AccountDecision.of(user, found, WithoutMatch.CREATE, taken);
    }

    private static Existing account(String id, boolean linked, @Nullable String requestedBy, boolean doomed) {
        return new Existing(id, linked, requestedBy, doomed);
    }

    private static Found found(@Nullable String address, Existing... accounts) {
        Map<String, Existing> byId = new HashMap<>();
        for (Existing account : accounts) {
            byId.put(account.id(), account);
        }
        return new Found(address == null ? Map.of() : Map.of(address, List.of(accounts)), byId);
    }

    private static User user(String oldId, String derived, @Nullable String match) {
        TableId table = new TableId("auth", "users");
        Columns id = Columns.of("id");
        return new User(
                oldId,
                derived,
                match,
                new PendingRow(
                        table,
                        Operation.INSERT,
                        Key.of(id, derived),
                        Row.of(id, derived),
                        new Origin(new TableId("public", "User"), oldId)));
    }
}
