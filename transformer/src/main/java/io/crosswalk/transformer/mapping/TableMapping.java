package io.crosswalk.transformer.mapping;

import io.crosswalk.pipeline.TableId;
import io.crosswalk.transformer.expression.TenantRule;

import java.util.List;
import java.util.Optional;

/**
 * What becomes of the rows of a legacy table.
 *
 * @param path where it stands in its file
 * @param source the legacy table
 * @param skipped true when the table is left behind as a whole
 * @param tenant how its rows lead to their tenant; empty when the table is global
 * @param targets what its rows become, in the order in which they are written
 * @param dropped the legacy columns that are left behind
 */
public record TableMapping(
        String path,
        TableId source,
        boolean skipped,
        Optional<TenantRule> tenant,
        List<TargetMapping> targets,
        List<String> dropped) {

    public TableMapping {
        targets = List.copyOf(targets);
        dropped = List.copyOf(dropped);
    }
}
