package io.crosswalk.operations.check.data;

import io.crosswalk.operations.check.Finding;
import io.crosswalk.operations.check.Inspection;
import io.crosswalk.operations.check.Surroundings;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.table.SourceTable;
import io.crosswalk.postgres.Identifiers;
import io.crosswalk.transformer.expression.TenantRule;
import io.crosswalk.transformer.expression.TenantRule.Alternative;
import io.crosswalk.transformer.expression.TenantRule.Always;
import io.crosswalk.transformer.expression.TenantRule.Through;
import io.crosswalk.transformer.mapping.Mapping;
import io.crosswalk.transformer.mapping.Mapping.Tenants;
import io.crosswalk.transformer.mapping.TableMapping;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** Rows that lead to no tenant: every column of every path is NULL, or the path breaks off further up. */
public final class TenantlessRows implements Inspection {

    /** Paths that are longer, or go round in a circle, are not followed further. */
    private static final int LONGEST_PATH = 12;

    @Override
    public String subject() {
        return "rows without a tenant";
    }

    @Override
    public List<Finding> inspect(Surroundings surroundings) throws SQLException {
        Map<TableId, SourceTable> tables = new HashMap<>();
        surroundings.sourceTables().forEach(table -> tables.put(table.id(), table));
        List<Finding> findings = new ArrayList<>();
        for (SourceTable table : surroundings.sourceTables()) {
            TableMapping mapping = surroundings.mapping().table(table.id()).orElseThrow();
            Optional<TenantRule> rule = mapping.tenant();
            Optional<RowFilter> wanted = wanted(mapping);
            if (rule.isPresent()
                    && wanted.isPresent()
                    && table.columns().asSet().containsAll(rule.get().columns())) {
                String leads = new Path(surroundings.mapping(), tables, false).leads(rule.get(), "t0", 0);
                String allowed = new Path(surroundings.mapping(), tables, true).leads(rule.get(), "t0", 0);
                findings.addAll(waiting(surroundings, table, wanted.get(), allowed));
                if (!allowed.equals(leads)) {
                    findings.addAll(hidden(surroundings, table, wanted.get(), leads, allowed));
                }
            }
        }
        return findings;
    }

    /** Which rows need a tenant; empty when no target asks for one. */
    private static Optional<RowFilter> wanted(TableMapping mapping) {
        RowFilter rows = RowFilter.of(mapping.filter(), "t0");
        List<RowFilter> asking = mapping.outputs().stream()
                .filter(target -> target.tenantColumn().isPresent())
                .map(target -> RowFilter.of(target.condition(), "t0"))
                .toList();
        return asking.stream().reduce(RowFilter::or).map(rows::and);
    }

    /** Rows that the mapping writes without a tenant. */
    private static List<Finding> hidden(
            Surroundings surroundings, SourceTable table, RowFilter wanted, String leads, String allowed)
            throws SQLException {
        String sql = "SELECT count(*) FROM " + Identifiers.quote(table.id()) + " t0 WHERE " + wanted.sql() + " AND ("
                + allowed + ") AND NOT (" + leads + ")";
        String where = "source table " + table.id();
        return Measured.count(
                surroundings.source(),
                sql,
                where,
                "rows that have no tenant",
                count -> Finding.note(
                        where,
                        wanted.count(count) + " have no tenant and are written with NULL, as the mapping says",
                        "policies of row level security that compare the tenant show them to nobody",
                        null));
    }

    private static List<Finding> waiting(Surroundings surroundings, SourceTable table, RowFilter wanted, String leads)
            throws SQLException {
        String sql = "SELECT count(*) FROM " + Identifiers.quote(table.id()) + " t0 WHERE " + wanted.sql()
                + " AND NOT (" + leads + ")";
        String where = "source table " + table.id();
        return Measured.count(
                surroundings.source(),
                sql,
                where,
                "rows without a tenant",
                count -> Finding.warning(
                        where,
                        wanted.count(count) + " lead to no tenant",
                        "they wait in the quarantine until they do: without a tenant nobody may see them",
                        sql.replace("count(*)", "*") + "; -- shows them, on the source"));
    }

    /**
     * Writes the paths of a mapping as conditions in SQL.
     *
     * @param orNone whether it counts as well when the mapping allows a row to have no tenant
     */
    private record Path(Mapping mapping, Map<TableId, SourceTable> tables, boolean orNone) {

        String leads(TenantRule rule, String alias, int depth) {
            String leads = rule.alternatives().stream()
                    .map(way -> leads(way, alias, depth))
                    .collect(Collectors.joining(" OR "));
            return orNone && rule.nullable()
                    ? leads + " OR "
                            + rule.columns().stream()
                                    .map(column -> alias + "." + Identifiers.quote(column) + " IS NULL")
                                    .collect(Collectors.joining(" AND ", "(", ")"))
                    : leads;
        }

        private String leads(Alternative way, String alias, int depth) {
            if (way instanceof Always) {
                return "true";
            }
            String column =
                    alias + "." + Identifiers.quote(way.columns().iterator().next());
            String set = column + " IS NOT NULL";
            if (!(way instanceof Through through) || isTenantTable(through.parent())) {
                return set;
            }
            SourceTable parent = tables.get(through.parent());
            Optional<TenantRule> above = mapping.table(through.parent()).flatMap(TableMapping::tenant);
            if (depth == LONGEST_PATH || parent == null || parent.key().size() != 1 || above.isEmpty()) {
                return set;
            }
            String next = "t" + (depth + 1);
            return "EXISTS (SELECT FROM " + Identifiers.quote(parent.id()) + " " + next + " WHERE " + next + "."
                    + Identifiers.quote(
                            Objects.requireNonNull(parent.key().names().get(0))) + "::text = " + column
                    + "::text AND (" + leads(above.get(), next, depth + 1) + "))";
        }

        private boolean isTenantTable(TableId table) {
            return mapping.tenant().map(Tenants::table).filter(table::equals).isPresent();
        }
    }
}
