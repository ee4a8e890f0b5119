package io.crosswalk.transformer.mapping.check;

import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.transformer.expression.AccountOf;
import io.crosswalk.transformer.expression.Expression;
import io.crosswalk.transformer.expression.IdOf;
import io.crosswalk.transformer.expression.Reference;
import io.crosswalk.transformer.expression.reference.CompositeId;
import io.crosswalk.transformer.mapping.FoldMapping;
import io.crosswalk.transformer.mapping.Mapping;
import io.crosswalk.transformer.mapping.TableMapping;
import io.crosswalk.transformer.mapping.TargetMapping;
import io.crosswalk.transformer.yaml.Problems;
import io.crosswalk.transformer.yaml.YamlNode;

import java.util.Optional;

/**
 * Holds one fold against the rest of its mapping.
 *
 * @param table the legacy table whose rows are folded
 * @param problems gets what is found
 */
record FoldCheck(Mapping mapping, TableMapping table, FoldMapping fold, Problems problems) {

    void run() {
        Optional<TargetMapping> into = mapping.target(fold.into());
        if (into.isEmpty()) {
            problems.add(YamlNode.join(fold.path(), "into"), "no legacy table is mapped to " + fold.into());
            return;
        }
        TargetMapping target = into.get();
        if (target.columns().containsKey(fold.column())) {
            problems.add(
                    YamlNode.join(fold.path(), "column"),
                    "the mapping of " + fold.into() + " writes the column \"" + fold.column() + "\" itself",
                    "take it out there");
        }
        if (!refersTo(target)) {
            problems.add(
                    YamlNode.join(fold.path(), "parent"),
                    "this is not the key of a row of " + fold.into(),
                    "write {id: <column>, of: <the legacy table that is mapped to it>}");
        }
        boolean twice = mapping.tables().stream()
                        .flatMap(other -> other.folds().stream())
                        .filter(other -> other.into().equals(fold.into())
                                && other.column().equals(fold.column()))
                        .count()
                > 1;
        if (twice) {
            problems.add(fold.path(), "several folds write the column \"" + fold.column() + "\" of " + fold.into());
        }
    }

    private boolean refersTo(TargetMapping target) {
        if (target.key().size() != 1) {
            return false;
        }
        Expression key = target.expression(target.key().names().get(0));
        if (fold.parent() instanceof AccountOf) {
            return key instanceof AccountOf;
        }
        boolean single = fold.parent() instanceof IdOf || fold.parent() instanceof CompositeId;
        return single
                && fold.parent() instanceof Reference parent
                && owner(target)
                        .filter(owner -> parent.legacyTables().contains(owner))
                        .filter(owner -> !target.idColumns(owner).isEmpty())
                        .isPresent();
    }

    private Optional<TableId> owner(TargetMapping target) {
        return mapping.tables().stream()
                .filter(other -> other.targets().contains(target))
                .map(TableMapping::source)
                .findFirst();
    }
}
