package io.crosswalk.operations.check.target;

import io.crosswalk.operations.check.Finding;
import io.crosswalk.operations.check.Inspection;
import io.crosswalk.operations.check.Query;
import io.crosswalk.operations.check.Surroundings;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.table.TargetTable.Account.Creation;
import io.crosswalk.postgres.Identifiers;
import io.crosswalk.transformer.mapping.Mapping.Accounts;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The Admin API takes a password's hash for a new account only: changes of it are written by SQL, where the role may. */
public final class FollowingPasswords implements Inspection {

    private static final String COLUMN = "encrypted_password";

    @Override
    public String subject() {
        return "passwords that change later";
    }

    @Override
    public List<Finding> inspect(Surroundings surroundings) throws SQLException {
        Optional<Accounts> accounts =
                surroundings.mapping().accounts().filter(users -> users.creation() == Creation.SERVICE);
        List<Finding> findings = new ArrayList<>();
        if (accounts.isEmpty()
                || surroundings
                        .mapping()
                        .target(accounts.get().target())
                        .filter(target -> target.columns().containsKey(COLUMN))
                        .isEmpty()) {
            return findings;
        }
        TableId table = accounts.get().target();
        String sql = """
                SELECT quote_ident(current_user) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'encrypted_password'
                WHERE n.nspname || '.' || c.relname = ANY (?)
                AND NOT (has_schema_privilege(n.oid, 'USAGE') AND has_column_privilege(c.oid, a.attnum, 'SELECT')
                         AND has_column_privilege(c.oid, a.attnum, 'UPDATE') AND has_column_privilege(c.oid, 'id', 'SELECT'))""";
        Query.of(sql, List.of(table.toString()))
                .list(surroundings.target().connection(), row -> findings.add(notCarried(table, row.getString(1))));
        return findings;
    }

    private static Finding notCarried(TableId table, String role) {
        return Finding.warning(
                "target table " + table,
                "the role may not write the column " + COLUMN,
                "a password that changes after its account was made is not carried: the user signs in with the old one",
                "GRANT SELECT (id, " + COLUMN + "), UPDATE (" + COLUMN + ") ON " + Identifiers.quote(table) + " TO "
                        + role + "; GRANT USAGE ON SCHEMA " + Identifiers.quote(table.schema()) + " TO " + role + ";");
    }
}
