package io.crosswalk.operations.check.server;

import io.crosswalk.operations.check.Finding;
import io.crosswalk.operations.check.Inspection;
import io.crosswalk.operations.check.Query;
import io.crosswalk.operations.check.Side;
import io.crosswalk.operations.check.Surroundings;
import io.crosswalk.postgres.Identifiers;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Who else publishes or subscribes: a subscription that writes the target's tables, and publications that carry ours away. */
public final class OtherReplication implements Inspection {

    @Override
    public String subject() {
        return "other publications and subscriptions";
    }

    @Override
    public List<Finding> inspect(Surroundings surroundings) throws SQLException {
        List<Finding> findings = new ArrayList<>(subscriptions(surroundings));
        for (Side side : List.of(surroundings.source(), surroundings.target())) {
            findings.addAll(publications(side, surroundings.settings().slot()));
        }
        return findings;
    }

    private static List<Finding> subscriptions(Surroundings surroundings) throws SQLException {
        List<String> tables = surroundings.migrated().stream()
                .flatMap(table -> table.targets().stream())
                .map(target -> target.table().toString())
                .toList();
        String sql = """
                SELECT s.subname, string_agg(n.nspname || '.' || c.relname, ', ' ORDER BY 1)
                FROM pg_subscription s JOIN pg_subscription_rel r ON r.srsubid = s.oid JOIN pg_class c ON c.oid = r.srrelid
                JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE s.subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())
                  AND n.nspname || '.' || c.relname = ANY (?)
                GROUP BY 1 ORDER BY 1""";
        return Query.of(sql, tables)
                .list(
                        surroundings.target().connection(),
                        row -> Finding.blocker(
                                "target",
                                "subscription " + row.getString(1) + " writes " + row.getString(2),
                                "two writers of one table undo each other's rows",
                                "ALTER SUBSCRIPTION " + Identifiers.quote(row.getString(1)) + " DISABLE;"));
    }

    private static List<Finding> publications(Side side, String ours) throws SQLException {
        return Query.of("SELECT pubname FROM pg_publication WHERE puballtables AND pubname <> ? ORDER BY 1", ours)
                .list(
                        side.connection(),
                        row -> Finding.note(
                                side.label(),
                                "publication " + row.getString(1)
                                        + " publishes all tables, those of the schema crosswalk included",
                                "its subscribers need these tables too, or stop",
                                null));
    }
}
