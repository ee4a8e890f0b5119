package io.crosswalk.transformer.mapping.check;

import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.table.SourceTable;
import io.crosswalk.transformer.expression.AccountOf;
import io.crosswalk.transformer.expression.Column;
import io.crosswalk.transformer.expression.Constant;
import io.crosswalk.transformer.expression.Expression;
import io.crosswalk.transformer.expression.IdOf;
import io.crosswalk.transformer.expression.Reference;
import io.crosswalk.transformer.expression.Seal;
import io.crosswalk.transformer.expression.condition.Coalesce;
import io.crosswalk.transformer.expression.reference.CompositeId;
import io.crosswalk.transformer.expression.text.Concat;
import io.crosswalk.transformer.expression.text.Lower;
import io.crosswalk.transformer.expression.text.Trim;
import io.crosswalk.transformer.mapping.Mapping;
import io.crosswalk.transformer.mapping.ParentReferences;
import io.crosswalk.transformer.mapping.TableMapping;
import io.crosswalk.transformer.mapping.TargetMapping;
import io.crosswalk.transformer.mapping.TargetMapping.Missing;
import io.crosswalk.transformer.yaml.Nearest;
import io.crosswalk.transformer.yaml.Problems;
import io.crosswalk.transformer.yaml.YamlNode;

import java.util.List;

/**
 * Holds one target against the columns of its legacy table.
 *
 * @param mapping the mapping it is a part of
 * @param table the mapping of the legacy table
 * @param target what is checked
 * @param source the legacy table
 * @param parents where parents are looked for
 * @param problems gets what is found
 */
record TargetCheck(
        Mapping mapping,
        TableMapping table,
        TargetMapping target,
        SourceTable source,
        ParentReferences parents,
        Problems problems) {

    void run() {
        target.columns().forEach((column, expression) -> check(MappingCheck.columnPath(target, column), expression));
        target.condition().ifPresent(condition -> check(YamlNode.join(target.path(), "when"), condition));
        target.key().names().forEach(this::checkKey);
        target.missing().forEach(this::checkMissing);
        boolean symbolicKey =
                target.key().names().stream().anyMatch(column -> mapping.isLookedUp(target.expression(column)));
        target.columns().forEach((column, expression) -> {
            if (symbolicKey && expression.parts().anyMatch(Seal.class::isInstance)) {
                problems.add(
                        MappingCheck.columnPath(target, column),
                        "a sealed value is bound to the key of its row, and this key is known only in the target");
            }
        });
        if (mapping.isAccountTable(target) && !isAccountKey()) {
            problems.add(
                    YamlNode.join(target.path(), "key"),
                    "the key of the account table has to be one {account: <key of " + mapping.space(source.id())
                            + ">}");
        }
    }

    private void check(String path, Expression expression) {
        for (String column : expression.columns()) {
            if (!source.columns().contains(column)) {
                problems.add(
                        path,
                        "legacy table " + mapping.space(source.id()) + " has no column \"" + column + "\"",
                        Nearest.suggest(column, source.columns().names()));
            }
        }
        expression.parts().forEach(part -> checkPart(path, part));
    }

    private void checkPart(String path, Expression part) {
        if (part instanceof Reference reference) {
            MappedTables mapped = new MappedTables(mapping, problems);
            reference.legacyTables().forEach(table -> mapped.mustContain(table, path));
        }
        if (!Mapping.carriesLookUps(part) && part.arguments().stream().anyMatch(mapping::isLookedUp)) {
            problems.add(
                    path,
                    "an id that is looked up in the target has no text to work on",
                    "let it stand alone, or in concat, coalesce, all, required or json");
        }
        if (part instanceof CompositeId id && isOwnId(id)) {
            List<Expression> whole =
                    source.key().names().stream().<Expression>map(Column::new).toList();
            if (!whole.isEmpty() && !id.arguments().equals(whole)) {
                problems.add(path, "the id of a row is made of its legacy key, in this order: " + source.key());
            }
        }
    }

    private boolean isOwnId(CompositeId id) {
        return id.table().equals(source.id())
                && target.key().names().stream()
                        .anyMatch(column -> target.expression(column).equals(id));
    }

    private void checkMissing(String column, Missing policy) {
        String path = YamlNode.join(MappingCheck.columnPath(target, column), "missing");
        Expression expression = target.expression(column);
        if (expression instanceof AccountOf && policy == Missing.KEEP) {
            problems.add(
                    path,
                    "the id of an account is known only when the user has one",
                    "known here: null, quarantine, fail");
        } else if (policy == Missing.NULL && target.key().contains(column)) {
            problems.add(path, "a key column is never null", "known here: quarantine, fail, keep");
        } else if (policy != Missing.KEEP && expression instanceof Reference id && isUnanswered(column, id)) {
            problems.add(
                    path,
                    "no target of "
                            + String.join(
                                    " or ",
                                    id.legacyTables().stream().map(this::name).toList())
                            + " has the new id as its key, so nobody can tell whether the row is there",
                    "write missing: keep");
        }
    }

    private boolean isUnanswered(String column, Reference id) {
        boolean mapped = id.legacyTables().stream()
                .allMatch(it ->
                        mapping.table(it).filter(found -> !found.skipped()).isPresent());
        return mapped
                && parents.of(table, target, column).isEmpty()
                && parents.embedded(table, target).stream()
                        .noneMatch(embedded -> embedded.column().equals(column)
                                && embedded.places().keySet().containsAll(id.legacyTables()));
    }

    private String name(TableId id) {
        return mapping.space(id);
    }

    /** A delete carries the legacy key and nothing else, and a key is never null. */
    private void checkKey(String column) {
        Expression expression = target.expression(column);
        String path = MappingCheck.columnPath(target, column);
        List<String> strangers = expression.columns().stream()
                .filter(read -> source.columns().contains(read) && !source.key().contains(read))
                .toList();
        if (!strangers.isEmpty() && source.key().size() > 0) {
            problems.add(
                    path,
                    "a key is made of the legacy key " + source.key() + " alone, and this one reads " + strangers,
                    "a delete carries nothing but the legacy key");
        }
        if (!expression.parts().allMatch(TargetCheck::isFitForKeys)) {
            problems.add(
                    path,
                    "a key can be a column, a constant, id, account, lower, trim, concat or coalesce of them only");
        }
        if (mapping.isLookedUp(expression) && expression.parts().anyMatch(Concat.class::isInstance)) {
            problems.add(
                    path, "an id that is looked up is no part of a longer key", "let it be a key column of its own");
        }
    }

    private static boolean isFitForKeys(Expression expression) {
        return expression instanceof Column
                || expression instanceof IdOf
                || expression instanceof CompositeId
                || expression instanceof AccountOf
                || expression instanceof Lower
                || expression instanceof Trim
                || expression instanceof Concat
                || expression instanceof Coalesce
                || (expression instanceof Constant constant && constant.text() != null);
    }

    private boolean isAccountKey() {
        return target.key().size() == 1
                && source.key().size() == 1
                && target.expression(target.key().names().get(0))
                        .equals(new AccountOf(new Column(source.key().names().get(0))));
    }
}
