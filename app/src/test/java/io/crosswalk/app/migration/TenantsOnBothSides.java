package io.crosswalk.app.migration;

import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.testbed.schema.Schema;
import io.crosswalk.testbed.schema.Sql;
import io.crosswalk.testbed.schema.TableName;
import io.crosswalk.testbed.server.Database;
import io.crosswalk.transformer.expression.TenantRule;
import io.crosswalk.transformer.expression.TenantRule.Alternative;
import io.crosswalk.transformer.expression.TenantRule.Always;
import io.crosswalk.transformer.expression.TenantRule.Own;
import io.crosswalk.transformer.expression.TenantRule.Through;
import io.crosswalk.transformer.mapping.Mapping;
import io.crosswalk.transformer.mapping.TableMapping;
import io.crosswalk.transformer.mapping.TargetMapping;
import io.crosswalk.transformer.mapping.TenantPaths;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static java.util.stream.Collectors.joining;

/**
 * Holds the tenant of every target row against the one that joins find on the legacy side, at the end of the path that the mapping names.
 * It shares no code with the transformer: SQL on both sides, and {@code crosswalk.id_mappings} between them.
 */
final class TenantsOnBothSides {

    private final Mapping mapping;
    private final Schema schema;
    private final Database legacy;
    private final Database target;
    private int compared;
    private int aliases;

    TenantsOnBothSides(Mapping mapping, Schema schema, Database legacy, Database target) {
        this.mapping = mapping;
        this.schema = schema;
        this.legacy = legacy;
        this.target = target;
    }

    /** How many target tables were looked at. */
    int compared() {
        return compared;
    }

    /**
     * What does not agree, a sentence each.
     *
     * @param quarantined how many rows of a target table wait: so many may be missing
     */
    List<String> differences(Map<String, Long> quarantined) throws SQLException {
        List<String> differences = new ArrayList<>();
        for (TableMapping table : mapping.tables()) {
            for (TargetMapping written : table.targets()) {
                if (table.tenant().isPresent() && written.tenantColumn().isPresent()) {
                    long missing = quarantined.getOrDefault(written.table().toString(), 0L);
                    difference(table, written, missing).ifPresent(differences::add);
                    compared++;
                }
            }
        }
        return differences;
    }

    private Optional<String> difference(TableMapping table, TargetMapping written, long missing) throws SQLException {
        Optional<String> id = written.idColumn(table.source());
        // Rows without an id of their own are told apart by their tenant alone: so many for each.
        List<String> expected = MigrationBench.rows(
                legacy,
                "SELECT "
                        + id.map(column -> "r." + Sql.quote(column) + "::text").orElse("''") + ", " + tenant(table, "r")
                        + " FROM " + quoted(table.source()) + " r");
        List<String> actual = MigrationBench.rows(target, actual(table, written, id.isPresent()));
        List<String> wrong = new ArrayList<>(actual);
        expected.forEach(wrong::remove);
        boolean nullable = TenantPaths.mayBeNull(table, written);
        long lost = expected.stream()
                        .filter(row -> nullable || !row.endsWith("|null"))
                        .count()
                - actual.size();
        return wrong.isEmpty() && lost <= missing
                ? Optional.empty()
                : Optional.of(written.table() + ": " + wrong.size() + " rows with another tenant, " + lost
                        + " missing, of which " + missing + " wait in the quarantine");
    }

    private String actual(TableMapping table, TargetMapping written, boolean byId) {
        String tenants = mapping.space(mapping.tenant().orElseThrow().table());
        String tenant = (TenantPaths.mayBeNull(table, written) ? " LEFT" : "")
                + " JOIN crosswalk.id_mappings c ON c.table_name = " + Sql.literal(tenants) + " AND c.new_id = t."
                + Sql.quote(written.tenantColumn().orElseThrow());
        if (!byId) {
            return "SELECT '', c.old_id FROM " + quoted(written.table()) + " t" + tenant;
        }
        return "SELECT m.old_id, c.old_id FROM " + quoted(written.table())
                + " t JOIN crosswalk.id_mappings m ON m.table_name = "
                + Sql.literal(mapping.space(table.source())) + " AND m.new_id = t."
                + Sql.quote(written.key().names().get(0)) + tenant;
    }

    /** The legacy id of a row's tenant, as an expression on the legacy side. */
    private String tenant(TableMapping table, String alias) {
        TenantRule rule = table.tenant().orElseThrow();
        return rule.alternatives().stream()
                .map(alternative -> way(alternative, alias))
                .collect(joining(", ", "coalesce(", ")"));
    }

    private String way(Alternative alternative, String alias) {
        if (alternative instanceof Always always) {
            return Sql.literal(always.legacyId());
        }
        if (alternative instanceof Own own) {
            return alias + "." + Sql.quote(own.column()) + "::text";
        }
        Through through = (Through) alternative;
        TableId parent = through.parent();
        String column = alias + "." + Sql.quote(through.column());
        if (parent.equals(mapping.tenant().orElseThrow().table())) {
            return column + "::text";
        }
        String next = "p" + ++aliases;
        String key = schema.table(new TableName(parent.schema(), parent.name()))
                .identity()
                .get(0);
        return "(SELECT " + tenant(mapping.table(parent).orElseThrow(), next) + " FROM " + quoted(parent) + " " + next
                + " WHERE " + next + "." + Sql.quote(key) + " = " + column + ")";
    }

    private static String quoted(TableId table) {
        return new TableName(table.schema(), table.name()).quoted();
    }
}
