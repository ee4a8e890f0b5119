package io.crosswalk.operations.plan.derivation;

import io.crosswalk.operations.plan.design.DesignInput;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.postgres.CatalogTable.ForeignKey;
import io.crosswalk.transformer.expression.TenantRule;
import io.crosswalk.transformer.expression.TenantRule.Always;
import io.crosswalk.transformer.expression.TenantRule.Own;
import io.crosswalk.transformer.expression.TenantRule.Through;
import io.crosswalk.transformer.mapping.Mapping.Tenants;
import io.crosswalk.transformer.mapping.TableMapping;
import io.crosswalk.transformer.mapping.TargetMapping;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which rows are sure to have a tenant that is in the target: those whose every way to it is a chain of legacy foreign keys. */
final class TenantReferences {

    private final DesignInput input;

    TenantReferences(DesignInput input) {
        this.input = input;
    }

    /** The target of the tenants whose key is their new id; every tenant has such a row. */
    Optional<TargetMapping> table() {
        return input.mapping()
                .tenant()
                .flatMap(tenants -> input.mapping().table(tenants.table()))
                .filter(TableMapping::isWhole)
                .flatMap(table -> table.targets().stream()
                        .filter(target -> target.condition().isEmpty()
                                && target.idColumn(table.source()).isPresent())
                        .findFirst());
    }

    boolean isGuaranteed(TableMapping table) {
        return isGuaranteed(table, new HashSet<>());
    }

    private boolean isGuaranteed(TableMapping table, Set<TableId> seen) {
        Optional<TenantRule> rule = table.tenant();
        if (rule.isEmpty() || !seen.add(table.source())) {
            return false;
        }
        return rule.get().alternatives().stream().allMatch(alternative -> {
            if (alternative instanceof Own own) {
                return foreignKey(table, own.column(), tenantTable()).isPresent();
            }
            if (alternative instanceof Always) {
                return true;
            }
            // The value is read from the parent's row in the target.
            return alternative instanceof Through through
                    && (input.paths().isTenantTable(through.parent())
                            ? foreignKey(table, through.column(), tenantTable()).isPresent()
                            : input.mapping()
                                    .table(through.parent())
                                    .filter(parent -> isGuaranteed(parent, new HashSet<>(seen)))
                                    .isPresent());
        });
    }

    private TableId tenantTable() {
        return input.mapping().tenant().map(Tenants::table).orElseThrow();
    }

    /** The legacy foreign key that is the only way of a table's rows to their tenant. */
    Optional<ForeignKey> legacyKey(TableMapping table) {
        return table.tenant()
                .filter(rule -> rule.alternatives().size() == 1)
                .map(rule -> rule.alternatives().get(0))
                .filter(Own.class::isInstance)
                .flatMap(own -> foreignKey(table, ((Own) own).column(), tenantTable()));
    }

    private Optional<ForeignKey> foreignKey(TableMapping table, String column, TableId parent) {
        return input.legacyTable(table.source()).foreignKeys().stream()
                .filter(key -> key.columns().equals(List.of(column))
                        && key.referenced().equals(parent))
                .findFirst();
    }
}
