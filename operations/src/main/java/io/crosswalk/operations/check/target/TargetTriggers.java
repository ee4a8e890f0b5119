package io.crosswalk.operations.check.target;

import io.crosswalk.operations.check.Finding;
import io.crosswalk.operations.check.Inspection;
import io.crosswalk.operations.check.Query;
import io.crosswalk.operations.check.Surroundings;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.postgres.Identifiers;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Triggers and rules that act even on replicated rows: those ENABLE ALWAYS and ENABLE REPLICA (manual, ALTER TABLE). */
public final class TargetTriggers implements Inspection {

    @Override
    public String subject() {
        return "triggers and rules of the target";
    }

    @Override
    public List<Finding> inspect(Surroundings surroundings) throws SQLException {
        List<String> tables = surroundings.migrated().stream()
                .flatMap(table -> table.targets().stream())
                .map(target -> target.table().toString())
                .distinct()
                .toList();
        String sql = """
                SELECT n.nspname, c.relname, t.kind, t.name, t.enabled
                FROM (SELECT tgrelid AS relation, 'TRIGGER' AS kind, tgname AS name, tgenabled AS enabled FROM pg_trigger
                      WHERE NOT tgisinternal
                      UNION ALL SELECT ev_class, 'RULE', rulename, ev_enabled FROM pg_rewrite WHERE rulename <> '_RETURN') AS t
                JOIN pg_class c ON c.oid = t.relation JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE t.enabled IN ('A', 'R') AND n.nspname || '.' || c.relname = ANY (?) ORDER BY 1, 2, 4""";
        List<Finding> findings = new ArrayList<>();
        Query.of(sql, tables)
                .list(
                        surroundings.target().connection(),
                        row -> findings.add(acting(
                                new TableId(row.getString(1), row.getString(2)),
                                row.getString(3),
                                row.getString(4),
                                row.getString(5).equals("A"))));
        return findings;
    }

    static Finding acting(TableId table, String kind, String name, boolean always) {
        String quoted = Identifiers.quote(name);
        String alter = "ALTER TABLE " + Identifiers.quote(table);
        return Finding.warning(
                "target table " + table,
                kind.toLowerCase(Locale.ROOT) + " " + name + " is enabled " + (always ? "ALWAYS" : "for replicas")
                        + ": it acts on migrated rows too",
                "what it writes is written again for every row that the migration brings, and nothing undoes it",
                always
                        ? alter + " ENABLE " + kind + " " + quoted + "; -- then it acts on the application's rows alone"
                        : alter + " DISABLE " + kind + " " + quoted + ";");
    }
}
