package io.crosswalk.sink.accounts.linking;

import io.crosswalk.pipeline.table.TargetTable.Account.WithoutMatch;
import io.crosswalk.sink.accounts.linking.AccountSearch.Existing;
import io.crosswalk.sink.accounts.linking.AccountSearch.Found;
import io.crosswalk.sink.rows.PendingRow;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Set;

/**
 * What becomes of a legacy user who has no account yet.
 *
 * @param kind which way it goes
 * @param detail the account's id, or the reason of a refusal in words without values
 */
record AccountDecision(Kind kind, String detail) {

    enum Kind {
        /** Has one that this migration made. */
        OURS,
        /** Has one that was there before. */
        FOUND,
        /** Gets one. */
        CREATE,
        /** Cannot have one now. */
        REFUSED,
        /** Shall have none. */
        SKIPPED
    }

    static final String SAME_ADDRESS = "another legacy user has the same e-mail address in lower case";

    /**
     * A legacy user.
     *
     * @param derived the id of an account of ours: computed from the legacy one, which it is when that is a UUID
     * @param match the e-mail address in lower case; null when there is none
     * @param row the account row
     */
    record User(String oldId, String derived, @Nullable String match, PendingRow row) {}

    /**
     * Decides.
     *
     * @param taken the addresses that users decided before have; this one's is added
     */
    static AccountDecision of(User user, Found found, WithoutMatch withoutMatch, Set<String> taken) {
        if (user.match() == null && withoutMatch == WithoutMatch.SKIP) {
            return new AccountDecision(Kind.SKIPPED, "");
        }
        if (user.match() == null && withoutMatch == WithoutMatch.QUARANTINE) {
            return refused("the user has no e-mail address, and such users wait (accounts.without_match)");
        }
        Existing own = found.byId().get(user.derived());
        if (own != null && !own.linked() && isOurs(user, own)) {
            return user.match() == null || taken.add(user.match())
                    ? new AccountDecision(Kind.OURS, own.id())
                    : refused(SAME_ADDRESS);
        }
        List<Existing> sameAddress =
                user.match() == null ? List.of() : found.byMatch().getOrDefault(user.match(), List.of());
        if (sameAddress.size() > 1) {
            return refused("several accounts have this e-mail address in lower case");
        }
        if (sameAddress.size() == 1) {
            return shared(user, sameAddress.get(0), taken);
        }
        if (user.match() != null && !taken.add(user.match())) {
            return refused(SAME_ADDRESS);
        }
        if (own != null) {
            // Linked or asked for since it was found to be free.
            return own.linked() || own.requestedBy() != null
                    ? refused("another legacy user has the account with the id that this one would get")
                    : new AccountDecision(Kind.FOUND, own.id());
        }
        return new AccountDecision(Kind.CREATE, user.derived());
    }

    private static AccountDecision shared(User user, Existing account, Set<String> taken) {
        if (account.linked()) {
            return refused("another legacy user is linked to the account with this e-mail address");
        }
        if (account.doomed()) {
            return refused(
                    "the account with this e-mail address belonged to a user who is gone, and is about to be deleted");
        }
        if (account.requestedBy() != null && !account.requestedBy().equals(user.oldId())
                || user.match() != null && !taken.add(user.match())) {
            return refused(SAME_ADDRESS);
        }
        return new AccountDecision(Kind.FOUND, account.id());
    }

    /**
     * An account with a computed id was made by this migration, in an earlier start; where the legacy id is the account's id, only a request
     * tells so.
     */
    private static boolean isOurs(User user, Existing own) {
        return own.requestedBy() == null
                ? !own.id().equalsIgnoreCase(user.oldId())
                : own.requestedBy().equals(user.oldId());
    }

    static AccountDecision refused(String reason) {
        return new AccountDecision(Kind.REFUSED, reason);
    }
}
