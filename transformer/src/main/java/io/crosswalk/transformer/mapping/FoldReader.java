package io.crosswalk.transformer.mapping;

import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.transformer.expression.Column;
import io.crosswalk.transformer.expression.Expression;
import io.crosswalk.transformer.expression.IdOf;
import io.crosswalk.transformer.mapping.FoldMapping.Member;
import io.crosswalk.transformer.mapping.syntax.ExpressionReader;
import io.crosswalk.transformer.mapping.syntax.TableNames;
import io.crosswalk.transformer.yaml.YamlNode;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads the folds of one legacy table.
 *
 * @param source the legacy table
 * @param targetSchema the schema of target tables named without one
 * @param expressions reads the expressions of the table
 */
record FoldReader(TableId source, String targetSchema, ExpressionReader expressions) {

    /**
     * Reads the list of folds.
     *
     * @param targets the targets of the table: their first key identifies a member too
     */
    List<FoldMapping> read(YamlNode node, List<TargetMapping> targets) {
        List<FoldMapping> folds = new ArrayList<>();
        if (node.kind() == YamlNode.Kind.LIST && node.items().isEmpty()) {
            node.report("there are no folds", "leave folds out");
        }
        for (YamlNode item : node.items()) {
            TableId into = TableNames.read(item.required("into"), targetSchema);
            String column = item.text("column");
            Member member = new Member(
                    key(item, targets),
                    expressions.read(item.required("parent")),
                    item.optional("name").map(expressions::read),
                    item.optional("order").map(expressions::read),
                    expressions.read(item.required("value")));
            folds.add(FoldMapping.of(item.path(), source, into, column, member));
            item.rejectUnknownKeys();
        }
        return folds;
    }

    private List<Expression> key(YamlNode fold, List<TargetMapping> targets) {
        List<Expression> written = fold.optional("key")
                .map(node -> node.itemsOrSelf().stream().map(expressions::read).toList())
                .orElse(List.of());
        if (!written.isEmpty()) {
            return written;
        }
        return targets.isEmpty()
                ? List.of(new IdOf(new Column("id"), source))
                : targets.get(0).key().names().stream()
                        .map(targets.get(0)::expression)
                        .toList();
    }
}
