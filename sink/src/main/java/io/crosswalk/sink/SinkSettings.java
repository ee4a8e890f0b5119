package io.crosswalk.sink;

import io.crosswalk.pipeline.table.TargetTable;
import io.crosswalk.pipeline.table.TargetTable.Account;
import io.crosswalk.postgres.Catalog;
import io.crosswalk.postgres.DatabaseAddress;
import io.crosswalk.sink.accounts.AccountService;
import io.crosswalk.sink.accounts.linking.ServiceAccounts;
import io.crosswalk.sink.quarantine.PayloadCipher;
import io.crosswalk.sink.session.WriterSeat;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What the sink has to know.
 *
 * @param name the migration's name: the key of its ledger row
 * @param address the target database
 * @param tables the target tables the mapping writes
 * @param retryFor how long a failure that may pass is retried before the sink gives up
 * @param cipher protects what the quarantine keeps
 * @param accounts makes accounts, where the mapping leaves that to a service
 * @param seat what allows to write
 */
public record SinkSettings(
        String name,
        DatabaseAddress address,
        List<TargetTable> tables,
        Duration retryFor,
        PayloadCipher cipher,
        Optional<AccountService> accounts,
        WriterSeat seat) {

    /** Without a service, and on a seat of its own. */
    public SinkSettings(
            String name, DatabaseAddress address, List<TargetTable> tables, Duration retryFor, PayloadCipher cipher) {
        this(name, address, tables, retryFor, cipher, Optional.empty(), new WriterSeat(name));
    }

    public SinkSettings {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(cipher, "cipher");
        tables = List.copyOf(tables);
        if (retryFor.isNegative()) {
            throw new IllegalArgumentException("retryFor is negative");
        }
        if (accounts.isEmpty() && servedAccounts(tables).isPresent()) {
            throw new IllegalArgumentException("the mapping leaves accounts to a service, and there is none");
        }
    }

    /** The account table whose accounts a service makes. */
    Optional<TargetTable> servedAccounts() {
        return servedAccounts(tables);
    }

    private static Optional<TargetTable> servedAccounts(List<TargetTable> tables) {
        return tables.stream()
                .filter(table -> table.account()
                        .filter(Account::isWrittenByService)
                        .flatMap(Account::matchColumn)
                        .isPresent())
                .findFirst();
    }

    @Nullable
    public ServiceAccounts serviceAccounts(Catalog catalog) {
        return accounts.map(service -> new ServiceAccounts(service, address, seat, catalog))
                .orElse(null);
    }
}
