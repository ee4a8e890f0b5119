package io.crosswalk.operations.check.server;

import io.crosswalk.operations.check.Finding;
import io.crosswalk.operations.check.Inspection;
import io.crosswalk.operations.check.Query;
import io.crosswalk.operations.check.Surroundings;
import io.crosswalk.pipeline.table.SourceTable;
import io.crosswalk.postgres.CatalogTable.Column;
import io.crosswalk.postgres.Identifiers;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Timestamps without a zone are taken for UTC. Where a default writes them (CURRENT_TIMESTAMP), they are in the zone of the session that
 * inserted the row, which is UTC only where server, database and role say so.
 */
public final class SourceTimeZone implements Inspection {

    private static final Pattern UTC = Pattern.compile("(?i)(Etc/)?(UTC|UCT|Universal|Zulu|GMT|Greenwich)(0|[+-]0)?");
    private static final Pattern NOW =
            Pattern.compile("(?i)current_timestamp|localtimestamp|now\\(|statement_timestamp|clock_timestamp");
    private static final int MOST_NAMED = 8;

    @Override
    public String subject() {
        return "time zone of the source";
    }

    @Override
    public List<Finding> inspect(Surroundings surroundings) throws SQLException {
        List<String> columns = columns(surroundings);
        if (columns.isEmpty()) {
            return List.of();
        }
        Connection source = surroundings.source().connection();
        List<Finding> findings = new ArrayList<>();
        for (String[] zone : zones(source)) {
            if (!UTC.matcher(zone[1]).matches()) {
                findings.add(Finding.warning(
                        "source",
                        zone[0] + " sets the time zone " + zone[1] + ", and defaults write timestamps without a zone: "
                                + named(columns),
                        "the mapping takes them for UTC: rows that such a default wrote arrive hours off",
                        "ALTER DATABASE " + Identifiers.quote(source.getCatalog())
                                + " SET timezone = 'UTC'; -- for new rows; for old ones name the zone in the mapping: {cast: column, to:"
                                + " timestamptz, zone: " + zone[1] + "}"));
            }
        }
        return findings;
    }

    private static String named(List<String> columns) {
        String shown = String.join(", ", columns.subList(0, Math.min(MOST_NAMED, columns.size())));
        return columns.size() > MOST_NAMED ? shown + " and " + (columns.size() - MOST_NAMED) + " more" : shown;
    }

    private static List<String> columns(Surroundings surroundings) throws SQLException {
        List<String> columns = new ArrayList<>();
        for (SourceTable table : surroundings.sourceTables()) {
            for (Column column : surroundings
                    .source()
                    .catalog()
                    .table(table.id())
                    .orElseThrow()
                    .columns()) {
                String written = column.defaultExpression();
                if (column.castType().equals("timestamp without time zone")
                        && written != null
                        && NOW.matcher(written).find()
                        && !written.contains("AT TIME ZONE")) {
                    columns.add(table.id().name() + "." + column.name());
                }
            }
        }
        return columns;
    }

    // The setting of our own session says nothing: the driver sends its zone with the connection. The file is for
    // superusers.
    private static List<String[]> zones(Connection source) throws SQLException {
        String settings = """
                SELECT CASE WHEN s.setdatabase = 0 THEN 'role ' || quote_ident(r.rolname)
                            WHEN s.setrole = 0 THEN 'database ' || quote_ident(d.datname)
                            ELSE 'role ' || quote_ident(r.rolname) || ' in database ' || quote_ident(d.datname) END,
                       split_part(c, '=', 2)
                FROM pg_db_role_setting s LEFT JOIN pg_database d ON d.oid = s.setdatabase
                LEFT JOIN pg_roles r ON r.oid = s.setrole CROSS JOIN unnest(s.setconfig) AS c
                WHERE lower(split_part(c, '=', 1)) = 'timezone' AND (s.setdatabase = 0 OR d.datname = current_database())
                ORDER BY 1""";
        List<String[]> zones = new ArrayList<>(Query.of(settings)
                .list(source, row -> new String[] {row.getString(1), row.getString(2)}));
        boolean mayRead = Query.of("SELECT has_table_privilege('pg_file_settings', 'SELECT')"
                        + " AND has_function_privilege('pg_show_all_file_settings()', 'EXECUTE')")
                .holds(source);
        String file = "SELECT setting FROM pg_file_settings WHERE lower(name) = 'timezone' AND applied";
        if (mayRead) {
            Query.of(file).texts(source).forEach(zone -> zones.add(new String[] {"the server", zone}));
        }
        return zones;
    }
}
