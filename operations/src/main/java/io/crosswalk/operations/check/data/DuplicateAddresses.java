package io.crosswalk.operations.check.data;

import io.crosswalk.operations.check.Finding;
import io.crosswalk.operations.check.Inspection;
import io.crosswalk.operations.check.Query;
import io.crosswalk.operations.check.Surroundings;
import io.crosswalk.pipeline.table.SourceTable;
import io.crosswalk.postgres.Identifiers;
import io.crosswalk.transformer.expression.Expression;
import io.crosswalk.transformer.mapping.Mapping.Accounts;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Users who share an e-mail address in lower case, and users without one: an account has exactly one address. Ids only, no addresses. */
public final class DuplicateAddresses implements Inspection {

    private static final int MOST_GROUPS = 20;

    @Override
    public String subject() {
        return "e-mail addresses of the users";
    }

    @Override
    public List<Finding> inspect(Surroundings surroundings) throws SQLException {
        Optional<Accounts> accounts = surroundings.mapping().accounts();
        if (accounts.isEmpty()) {
            return List.of();
        }
        Optional<SourceTable> users = surroundings.sourceTables().stream()
                .filter(table ->
                        table.id().equals(accounts.get().table()) && table.key().size() == 1)
                .findFirst();
        Optional<String> column = addressColumn(surroundings, accounts.get());
        if (users.isEmpty() || column.isEmpty() || !users.get().columns().contains(column.get())) {
            return List.of();
        }
        List<Finding> findings = new ArrayList<>(duplicates(surroundings, users.get(), column.get()));
        findings.addAll(without(surroundings, users.get(), column.get()));
        return findings;
    }

    /** The legacy column that the matched column of the account table is made of. */
    private static Optional<String> addressColumn(Surroundings surroundings, Accounts accounts) {
        return surroundings.mapping().table(accounts.table()).stream()
                .flatMap(table -> table.targets().stream())
                .filter(target -> target.table().equals(accounts.target())
                        && target.columns().containsKey(accounts.match()))
                .map(target -> target.expression(accounts.match()))
                .map(Expression::columns)
                .filter(columns -> columns.size() == 1)
                .map(columns -> columns.iterator().next())
                .findFirst();
    }

    private static List<Finding> duplicates(Surroundings surroundings, SourceTable users, String column)
            throws SQLException {
        String key = Identifiers.quote(users.key().names().get(0));
        String address = "lower(" + Identifiers.quote(column) + "::text)";
        String sql = "SELECT count(*), string_agg(" + key + "::text, ', ' ORDER BY " + key + "), count(*) OVER () FROM "
                + Identifiers.quote(users.id()) + " WHERE " + address + " <> '' GROUP BY " + address
                + " HAVING count(*) > 1 ORDER BY 1 DESC, 2 LIMIT " + MOST_GROUPS;
        List<Finding> findings = new ArrayList<>();
        Query.of(sql).list(surroundings.source().connection(), row -> {
            boolean last = findings.size() == MOST_GROUPS - 1 && row.getLong(3) > MOST_GROUPS;
            return findings.add(Finding.warning(
                    "source table " + users.id(),
                    row.getLong(1) + " users have the same e-mail address but for upper and lower case: "
                            + row.getString(2)
                            + (last ? " (and " + (row.getLong(3) - MOST_GROUPS) + " more groups)" : ""),
                    "an address belongs to one account: the first becomes it, the others wait in the quarantine with everything that"
                            + " hangs on them",
                    "give all but one another address, or merge the users, in the legacy application"));
        });
        return findings;
    }

    private static List<Finding> without(Surroundings surroundings, SourceTable users, String column)
            throws SQLException {
        String sql = "SELECT count(*) FROM " + Identifiers.quote(users.id()) + " WHERE " + Identifiers.quote(column)
                + " IS NULL OR " + Identifiers.quote(column) + "::text = ''";
        return Measured.count(
                surroundings.source(),
                sql,
                "source table " + users.id(),
                "users without an e-mail address",
                count -> Finding.warning(
                        "source table " + users.id(),
                        count + " users have no e-mail address",
                        "they cannot be linked to an account by it",
                        "accounts.without_match in the mapping says what becomes of them"));
    }
}
