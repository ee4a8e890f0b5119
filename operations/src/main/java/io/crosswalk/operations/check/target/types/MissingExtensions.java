package io.crosswalk.operations.check.target.types;

import io.crosswalk.operations.check.Finding;
import io.crosswalk.operations.check.Inspection;
import io.crosswalk.operations.check.Query;
import io.crosswalk.operations.check.Surroundings;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.postgres.Identifiers;
import io.crosswalk.transformer.mapping.TableMapping;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Extensions whose types the legacy tables use (citext, hstore, vector) are there on the target too. */
public final class MissingExtensions implements Inspection {

    @Override
    public String subject() {
        return "extensions";
    }

    @Override
    public List<Finding> inspect(Surroundings surroundings) throws SQLException {
        String sql = """
                SELECT e.extname, string_agg(DISTINCT n.nspname || '.' || c.relname || '.' || a.attname, ', ')
                FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
                JOIN pg_type t ON t.oid = a.atttypid
                JOIN pg_depend d ON d.classid = 'pg_type'::regclass AND d.deptype = 'e'
                                AND d.objid IN (t.oid, t.typelem, t.typbasetype)
                JOIN pg_extension e ON e.oid = d.refobjid
                WHERE a.attnum > 0 AND NOT a.attisdropped AND n.nspname || '.' || c.relname = ANY (?)
                GROUP BY 1 ORDER BY 1""";
        List<String> tables = surroundings.migrated().stream()
                .map(TableMapping::source)
                .map(TableId::toString)
                .toList();
        Connection target = surroundings.target().connection();
        List<Finding> findings = new ArrayList<>();
        List<String[]> used = Query.of(sql, tables)
                .list(surroundings.source().connection(), row -> new String[] {row.getString(1), row.getString(2)});
        for (String[] extension : used) {
            if (!has(target, "pg_extension WHERE extname", extension[0])) {
                findings.add(missing(extension, has(target, "pg_available_extensions WHERE name", extension[0])));
            }
        }
        return findings;
    }

    private static boolean has(Connection target, String condition, String extension) throws SQLException {
        return Query.of("SELECT EXISTS (SELECT FROM " + condition + " = ?)", extension)
                .holds(target);
    }

    static Finding missing(String[] extension, boolean available) {
        String what = "the extension " + extension[0] + " is missing; legacy columns use its types: " + extension[1];
        return available
                ? Finding.warning(
                        "target",
                        what,
                        "columns of these types cannot exist there",
                        "CREATE EXTENSION " + Identifiers.quote(extension[0]) + ";")
                : Finding.warning(
                        "target",
                        what + "; the server does not offer it",
                        "columns of these types cannot exist there; they have to become text or another type",
                        "install the extension's package on the target's server, or map the columns to another type");
    }
}
