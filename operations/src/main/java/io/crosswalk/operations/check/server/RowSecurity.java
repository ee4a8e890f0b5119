package io.crosswalk.operations.check.server;

import io.crosswalk.operations.check.Finding;
import io.crosswalk.operations.check.Inspection;
import io.crosswalk.operations.check.Query;
import io.crosswalk.operations.check.Side;
import io.crosswalk.operations.check.Surroundings;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.postgres.Identifiers;
import io.crosswalk.transformer.mapping.TableMapping;
import io.crosswalk.transformer.mapping.TargetMapping;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Row level security must not hide rows from our roles: hidden legacy rows are never copied, hidden target rows never updated. */
public final class RowSecurity implements Inspection {

    @Override
    public String subject() {
        return "row level security for our roles";
    }

    @Override
    public List<Finding> inspect(Surroundings surroundings) throws SQLException {
        List<Finding> findings = new ArrayList<>();
        findings.addAll(
                hidden(surroundings.source(), surroundings.migrated().stream().map(TableMapping::source)));
        findings.addAll(hidden(
                surroundings.target(),
                surroundings.migrated().stream()
                        .flatMap(table -> table.targets().stream())
                        .map(TargetMapping::table)));
        return findings;
    }

    private static List<Finding> hidden(Side side, Stream<TableId> tables) throws SQLException {
        String sql = """
                SELECT n.nspname || '.' || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE c.relkind IN ('r', 'p') AND n.nspname || '.' || c.relname = ANY (?) AND row_security_active(c.oid) ORDER BY 1""";
        List<String> active =
                Query.of(sql, tables.map(TableId::toString).distinct().toList()).texts(side.connection());
        if (active.isEmpty()) {
            return List.of();
        }
        return List.of(Finding.blocker(
                side.label(),
                "row level security applies to the role " + side.role() + " on " + String.join(", ", active),
                side.label().equals("source")
                        ? "rows that a policy hides would not be copied"
                        : "rows that a policy hides or refuses could not be written",
                "ALTER ROLE " + Identifiers.quote(side.role()) + " BYPASSRLS; -- by a superuser"));
    }
}
