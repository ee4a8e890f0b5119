package io.crosswalk.transformer.mapping;

import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.transformer.expression.Expression;
import io.crosswalk.transformer.expression.TenantRule;
import io.crosswalk.transformer.keys.KeyStrategy;
import io.crosswalk.transformer.keys.KeyStrategy.Rule;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What becomes of the rows of a legacy table.
 *
 * @param path where it stands in its file
 * @param source the legacy table
 * @param skipped true when the table is left behind as a whole
 * @param keys how its rows get their new ids
 * @param filter a row is migrated while this is not null; empty when every row is
 * @param tenant how its rows lead to their tenant; empty when the table is global
 * @param global whether the file says explicitly that the table has no tenant
 * @param targets what its rows become, in the order in which they are written
 * @param folds the JSON columns of other tables' targets that its rows go into
 * @param dropped the legacy columns that are left behind
 */
public record TableMapping(
        String path,
        TableId source,
        boolean skipped,
        KeyStrategy keys,
        Optional<Expression> filter,
        Optional<TenantRule> tenant,
        boolean global,
        List<TargetMapping> targets,
        List<FoldMapping> folds,
        List<String> dropped) {

    public TableMapping {
        targets = List.copyOf(targets);
        folds = List.copyOf(folds);
        dropped = List.copyOf(dropped);
    }

    /** A table that is left behind as a whole. */
    static TableMapping skipped(String path, TableId source) {
        return new TableMapping(
                path,
                source,
                true,
                Rule.COMPUTED,
                Optional.empty(),
                Optional.empty(),
                false,
                List.of(),
                List.of(),
                List.of());
    }

    /** All that its rows are written to: the targets, and the members of folds in tables of Crosswalk's own. */
    public List<TargetMapping> outputs() {
        return Stream.concat(targets.stream(), folds.stream().map(FoldMapping::rows))
                .toList();
    }

    /** Everything that is computed from its rows. */
    public List<Expression> expressions() {
        return Stream.concat(filter.stream(), outputs().stream().flatMap(target -> target.expressions().stream()))
                .toList();
    }

    /** True when every row is migrated. */
    public boolean isWhole() {
        return !skipped && filter.isEmpty();
    }
}
