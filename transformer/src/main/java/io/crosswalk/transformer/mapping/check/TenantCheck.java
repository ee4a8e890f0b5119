package io.crosswalk.transformer.mapping.check;

import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.transformer.expression.TenantRule;
import io.crosswalk.transformer.expression.TenantRule.Through;
import io.crosswalk.transformer.mapping.TableMapping;
import io.crosswalk.transformer.mapping.TargetMapping;
import io.crosswalk.transformer.mapping.TenantPaths;
import io.crosswalk.transformer.yaml.Problems;
import io.crosswalk.transformer.yaml.YamlNode;

import java.util.stream.Stream;

/**
 * Holds the tenant rules of a mapping against the tables that they lead to.
 *
 * @param mapped the tables that may be asked
 * @param paths where the tenant of a row can be read
 * @param problems gets what is found
 */
record TenantCheck(MappedTables mapped, TenantPaths paths, Problems problems) {

    /** Whether the ways lead to rows that can be asked. */
    void check(TableMapping table, TenantRule rule) {
        String path = YamlNode.join(table.path(), "tenant");
        checkParentsWithoutTenant(path, rule);
        for (TenantRule.Alternative alternative : rule.alternatives()) {
            if (!(alternative instanceof Through through) || paths.isTenantTable(through.parent())) {
                continue;
            }
            if (!mapped.contains(through.parent())) {
                mapped.mustContain(through.parent(), path);
            } else if (paths.parent(through.parent()).isEmpty()) {
                problems.add(
                        path,
                        "no target of " + mapped.mapping().space(through.parent())
                                + " names its tenant in a row whose key is its new id",
                        "give one of them a $tenant column and the key {id: <key column>}");
            }
        }
    }

    /** When a parent loses its tenant, its children are left with what their other parents have, and that may be nothing. */
    private void checkParentsWithoutTenant(String path, TenantRule rule) {
        TableId tenantless = null;
        for (TenantRule.Alternative alternative : rule.alternatives()) {
            if (alternative instanceof Through through && paths.mayBeNull(through.parent())) {
                tenantless = through.parent();
            } else if (tenantless != null && !(alternative instanceof Through)) {
                problems.add(
                        path,
                        "a row of " + mapped.mapping().space(tenantless)
                                + " may have no tenant, and what stands after it here is"
                                + " not known any more when it loses its tenant",
                        "put ways through other tables last");
            }
        }
        if (tenantless != null && !rule.nullable()) {
            problems.add(
                    path,
                    "a row of " + mapped.mapping().space(tenantless)
                            + " may have no tenant, and then this one has none either",
                    "write null as the last way here too");
        }
    }

    /** A tenant that comes along a path must be able to follow it. */
    void checkPath(TableMapping table, TargetMapping target) {
        Stream.concat(
                        paths.onlyPath(table).stream(),
                        paths.throughs(table).stream().filter(path -> paths.mayBeNull(path.parent())))
                .distinct()
                .filter(path -> target.tenantColumn().isPresent())
                .filter(path -> paths.parent(path.parent()).isPresent())
                .filter(path -> paths.inherited(table, target, path).isEmpty())
                .forEach(path -> problems.add(
                        MappingCheck.columnPath(target, target.tenantColumn().orElseThrow()),
                        "no column of " + target.table() + " refers to the row that " + path.column()
                                + " names, so its tenant could not follow",
                        "add a column {id: " + path.column() + ", of: "
                                + mapped.mapping().space(path.parent()) + "}"));
    }
}
