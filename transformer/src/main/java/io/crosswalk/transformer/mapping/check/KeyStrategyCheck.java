package io.crosswalk.transformer.mapping.check;

import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.table.SourceTable;
import io.crosswalk.transformer.expression.Reference;
import io.crosswalk.transformer.expression.reference.CompositeId;
import io.crosswalk.transformer.keys.KeyStrategy.Given;
import io.crosswalk.transformer.keys.KeyStrategy.Rule;
import io.crosswalk.transformer.mapping.Mapping;
import io.crosswalk.transformer.mapping.TableMapping;
import io.crosswalk.transformer.mapping.TargetMapping;
import io.crosswalk.transformer.yaml.Nearest;
import io.crosswalk.transformer.yaml.Problems;
import io.crosswalk.transformer.yaml.YamlNode;

import java.util.List;

/**
 * Holds the key strategy of one legacy table against its targets.
 *
 * @param mapping the mapping it is a part of
 * @param table the mapping of the legacy table
 * @param source the legacy table
 * @param problems gets what is found
 */
record KeyStrategyCheck(Mapping mapping, TableMapping table, SourceTable source, Problems problems) {

    void run() {
        if (table.keys() instanceof Given given) {
            checkGiven(given);
        }
        boolean composite = table.targets().stream()
                .flatMap(target -> target.columns().values().stream())
                .anyMatch(id ->
                        id instanceof CompositeId several && several.table().equals(source.id()));
        if (table.keys() == Rule.KEPT && composite) {
            problems.add(path(), "a key of several columns is no UUID that could be kept", "say keys: named");
        }
    }

    private void checkGiven(Given given) {
        if (!source.columns().contains(given.column())) {
            problems.add(
                    path(),
                    "legacy table " + name() + " has no column \"" + given.column() + "\"",
                    Nearest.suggest(given.column(), source.columns().names()));
        }
        if (mapping.isUsers(source.id())) {
            problems.add(path(), "the new id of a user is that of the account", "leave keys out of this table");
            return;
        }
        // The record is what everybody else finds the id by: it has to come first and to last as long as the legacy
        // row.
        List<TargetMapping> keyed = table.targets().stream()
                .filter(target -> target.key().names().stream().anyMatch(column -> isOwnId(target, column)))
                .toList();
        boolean recordedFirst = !keyed.isEmpty()
                && keyed.get(0).recordsIds()
                && keyed.get(0).condition().isEmpty();
        if (!recordedFirst) {
            problems.add(
                    path(),
                    "nothing records the ids that " + given.column() + " holds",
                    "let the first target have the key {id: <legacy key>}, no when, and no ids: false");
        }
    }

    private boolean isOwnId(TargetMapping target, String column) {
        TableId own = source.id();
        return target.expression(column)
                .parts()
                .anyMatch(part ->
                        part instanceof Reference id && id.legacyTables().contains(own));
    }

    private String path() {
        return YamlNode.join(table.path(), "keys");
    }

    private String name() {
        return mapping.space(source.id());
    }
}
