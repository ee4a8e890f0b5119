package io.crosswalk.sink.accounts.linking;

import io.crosswalk.pipeline.row.Refusal;
import io.crosswalk.pipeline.row.Row;
import io.crosswalk.pipeline.table.TargetTable;
import io.crosswalk.sink.accounts.Account;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A mapped row of the account table, in the words of the service that makes accounts. */
final class AccountRow {

    private AccountRow() {}

    /** Why a row cannot be sent; null when it can. */
    static @Nullable String unfit(Row row) {
        for (int i = 0; i < row.columns().size(); i++) {
            if (row.value(i) instanceof Refusal refusal) {
                return row.columns().names().get(i) + ": " + refusal.reason();
            }
        }
        return null;
    }

    /** What a mapped row of the account table says, in the words of the service. Columns it has no word for, it fills by itself. */
    static Account account(TargetTable table, String id, Row row, boolean isNew) {
        String match = table.account().flatMap(TargetTable.Account::matchColumn).orElseThrow();
        return new Account(
                id,
                text(row, match),
                isNew ? text(row, "encrypted_password") : null,
                text(row, "email_confirmed_at") != null,
                text(row, "raw_user_meta_data"),
                text(row, "raw_app_meta_data"));
    }

    private static @Nullable String text(Row row, String column) {
        return row.columns().contains(column) && row.value(column) instanceof String text ? text : null;
    }

    /** Tells whether the service has been told the same before; says nothing of the password. */
    static String digest(Account account) {
        String text = account.email() + "\n" + account.emailConfirmed() + "\n" + account.userMetadata() + "\n"
                + account.appMetadata();
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
