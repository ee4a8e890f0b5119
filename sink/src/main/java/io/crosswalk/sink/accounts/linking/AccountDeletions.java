package io.crosswalk.sink.accounts.linking;

import io.crosswalk.pipeline.SinkException;
import io.crosswalk.pipeline.table.TargetTable;
import io.crosswalk.sink.quarantine.WaitKey;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/** Deletes accounts through their service between two batches, and waits a while when it does not serve. One thread. */
public final class AccountDeletions {

    private static final Logger LOG = LoggerFactory.getLogger(AccountDeletions.class);
    private static final Duration PAUSE = Duration.ofSeconds(30);

    private final ServiceAccounts accounts;
    private final String migration;
    private final TargetTable table;
    private long notBefore = System.nanoTime();

    private AccountDeletions(ServiceAccounts accounts, String migration, TargetTable table) {
        this.accounts = accounts;
        this.migration = migration;
        this.table = table;
    }

    /**
     * Null where no service makes accounts.
     *
     * @param table the account table whose accounts the service makes
     */
    public static @Nullable AccountDeletions of(
            @Nullable ServiceAccounts accounts, String migration, Optional<TargetTable> table) {
        return accounts == null || table.isEmpty() ? null : new AccountDeletions(accounts, migration, table.get());
    }

    /**
     * Deletes what is noted; the connection must not be in a transaction. What fails for now is left for later: the batch before it is
     * durable, whatever happens here.
     */
    public void run(Connection connection) throws SQLException {
        if (System.nanoTime() - notBefore < 0) {
            return;
        }
        try {
            String space = table.account().orElseThrow().space();
            accounts.deleteDoomed(connection, migration, space, WaitKey.anyIn(table.id()));
        } catch (SinkException e) {
            if (!e.isTransient()) {
                throw e;
            }
            notBefore = System.nanoTime() + PAUSE.toNanos();
            LOG.warn("accounts of users who are gone are deleted later: {}", e.getMessage());
        }
    }
}
