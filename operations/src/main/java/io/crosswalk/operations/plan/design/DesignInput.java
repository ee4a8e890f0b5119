package io.crosswalk.operations.plan.design;

import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.table.SourceTable;
import io.crosswalk.postgres.CatalogTable;
import io.crosswalk.transformer.mapping.Mapping;
import io.crosswalk.transformer.mapping.TableMapping;
import io.crosswalk.transformer.mapping.TargetMapping;
import io.crosswalk.transformer.mapping.TenantPaths;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a design is made from.
 *
 * @param mapping a mapping that fits the legacy tables
 * @param sources the legacy tables as the mapping sees them
 * @param legacy the legacy database
 * @param target the target database, of which only extensions, collations and roles matter here
 * @param identities the replica identities that legacy tables lack
 */
public record DesignInput(
        Mapping mapping,
        List<SourceTable> sources,
        DatabaseSchemas legacy,
        DatabaseSchemas target,
        List<IdentityChange> identities) {

    /**
     * The schema of Supabase Auth. It belongs to the service: hosted Supabase lets nobody else create or alter anything in it, save for
     * triggers.
     */
    public static final String AUTH = "auth";

    public DesignInput {
        sources = List.copyOf(sources);
        identities = List.copyOf(identities);
    }

    /** The mapped legacy tables. */
    public List<TableMapping> mapped() {
        return mapping.tables().stream().filter(table -> !table.skipped()).toList();
    }

    public CatalogTable legacyTable(TableId id) {
        return legacy.catalog().table(id).orElseThrow(() -> new IllegalArgumentException("no legacy table " + id));
    }

    public TenantPaths paths() {
        Map<TableId, SourceTable> byId =
                sources.stream().collect(Collectors.toMap(SourceTable::id, Function.identity()));
        return new TenantPaths(mapping, byId);
    }

    /** True for a target that is created and altered by us. */
    public static boolean isOurs(TargetMapping target) {
        return !target.table().schema().equals(AUTH);
    }
}
