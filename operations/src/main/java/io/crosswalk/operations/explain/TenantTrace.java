package io.crosswalk.operations.explain;

import io.crosswalk.pipeline.row.Row;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.table.SourceTable;
import io.crosswalk.transformer.expression.TenantRule;
import io.crosswalk.transformer.expression.TenantRule.Alternative;
import io.crosswalk.transformer.expression.TenantRule.Always;
import io.crosswalk.transformer.expression.TenantRule.Through;
import io.crosswalk.transformer.mapping.Mapping;
import io.crosswalk.transformer.mapping.Mapping.Tenants;
import io.crosswalk.transformer.mapping.TableMapping;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Walks from a legacy row to its tenant, along the path that the mapping declares, row by row. One thread. */
final class TenantTrace {

    private final Mapping mapping;
    private final Map<TableId, SourceTable> tables;
    private final LegacyRows rows;
    private final Set<String> seen = new HashSet<>();

    TenantTrace(Mapping mapping, Map<TableId, SourceTable> tables, LegacyRows rows) {
        this.mapping = mapping;
        this.tables = tables;
        this.rows = rows;
    }

    /** The steps, the last of which names the tenant or says where the path ends. */
    List<String> of(TableMapping table, Row row) throws SQLException {
        List<String> steps = new ArrayList<>();
        if (isTenantTable(table.source())) {
            steps.add("the row is a tenant itself");
        } else if (table.tenant().isPresent()) {
            follow(table.tenant().get(), table.source(), row, steps);
        }
        return steps;
    }

    /** True when the way led to a tenant. */
    private boolean follow(TenantRule rule, TableId table, Row row, List<String> steps) throws SQLException {
        for (Alternative way : rule.alternatives()) {
            if (way instanceof Always always) {
                steps.add("the mapping says " + always.legacyId() + " for every row, the tenant");
                return true;
            }
            String column = way.columns().iterator().next();
            String place = mapping.space(table) + "." + column;
            Object value = row.columns().contains(column) ? row.value(column) : null;
            if (!(value instanceof String id)) {
                steps.add(place + " is NULL");
                continue;
            }
            if (!(way instanceof Through through) || isTenantTable(through.parent())) {
                steps.add(place + " = " + Masking.show(id, Masking.looksSecret(column)) + ", the tenant");
                return true;
            }
            steps.add(place + " = " + Masking.show(id, Masking.looksSecret(column)) + ", a row of "
                    + mapping.space(through.parent()));
            if (climb(through, id, steps)) {
                return true;
            }
        }
        if (rule.nullable()) {
            steps.add("no way is left: a row of " + mapping.space(table) + " may have no tenant");
        }
        return false;
    }

    private boolean climb(Through through, String id, List<String> steps) throws SQLException {
        SourceTable parent = tables.get(through.parent());
        Optional<TenantRule> rule = mapping.table(through.parent()).flatMap(TableMapping::tenant);
        if (parent == null || rule.isEmpty() || !seen.add(through.parent() + "/" + id)) {
            steps.add("there the path ends: " + mapping.space(through.parent()) + " leads to no tenant");
            return false;
        }
        Optional<Row> row = rows.find(parent, List.of(id));
        if (row.isEmpty()) {
            steps.add("there the path ends: there is no such row");
            return false;
        }
        return follow(rule.get(), through.parent(), row.get(), steps);
    }

    private boolean isTenantTable(TableId table) {
        return mapping.tenant().map(Tenants::table).filter(table::equals).isPresent();
    }
}
