package io.crosswalk.operations.check.source;

import io.crosswalk.operations.check.Finding;
import io.crosswalk.operations.check.Inspection;
import io.crosswalk.operations.check.Query;
import io.crosswalk.operations.check.Surroundings;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.transformer.mapping.TableMapping;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Legacy tables that the mapping does not name: nobody has said that they may stay behind. */
public final class ForgottenTables implements Inspection {

    @Override
    public String subject() {
        return "tables that the mapping forgets";
    }

    @Override
    public List<Finding> inspect(Surroundings surroundings) throws SQLException {
        Set<TableId> named = surroundings.mapping().tables().stream()
                .map(TableMapping::source)
                .collect(Collectors.toSet());
        Set<TableId> written = surroundings.migrated().stream()
                .flatMap(table -> table.targets().stream())
                .map(target -> target.table())
                .collect(Collectors.toSet());
        boolean sameDatabase = isSameDatabase(surroundings);
        String sql = """
                SELECT n.nspname, c.relname, c.reltuples::bigint, pg_size_pretty(pg_total_relation_size(c.oid))
                FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relpersistence <> 't' AND n.nspname = ANY (?)
                  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid
                                  AND d.deptype = 'e')
                ORDER BY 1, 2""";
        List<Finding> findings = new ArrayList<>();
        Query.of(sql, surroundings.source().schemas())
                .list(surroundings.source().connection(), row -> {
                    TableId table = new TableId(row.getString(1), row.getString(2));
                    if (!named.contains(table) && !(sameDatabase && written.contains(table))) {
                        findings.add(forgotten(
                                table,
                                row.getLong(3),
                                row.getString(4),
                                surroundings.mapping().space(table)));
                    }
                    return table;
                });
        return findings;
    }

    static Finding forgotten(TableId table, long rows, String size, String name) {
        return Finding.warning(
                "source table " + table,
                "the mapping does not name it; it holds " + (rows < 0 ? "" : "about " + rows + " rows, ") + size,
                "it is left behind without anybody having said so",
                "map it, or add under tables: \"" + name + ": { skip: true }\"");
    }

    private static boolean isSameDatabase(Surroundings surroundings) throws SQLException {
        String sql = "SELECT system_identifier || '/' || current_database() FROM pg_control_system()";
        return Query.of(sql)
                .text(surroundings.source().connection())
                .equals(Query.of(sql).text(surroundings.target().connection()));
    }
}
