package io.crosswalk.transformer.mapping;

import io.crosswalk.pipeline.row.Columns;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.table.TargetTable.Fold;
import io.crosswalk.transformer.expression.Expression;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A JSON column of another table's target that the rows of a legacy table are folded into.
 *
 * @param path where it stands in its file
 * @param into the target table with the column
 * @param column the JSON column
 * @param parent the key of the row that a member goes into
 * @param rows the members, as rows of a table of Crosswalk's own
 */
public record FoldMapping(String path, TableId into, String column, Expression parent, TargetMapping rows) {

    private static final String SCHEMA = "crosswalk";
    private static final int READABLE = 30;

    /** What a member is made of; empty parts are not in the file. */
    record Member(
            List<Expression> key,
            Expression parent,
            Optional<Expression> name,
            Optional<Expression> order,
            Expression value) {}

    static FoldMapping of(String path, TableId source, TableId into, String column, Member member) {
        Map<String, Expression> columns = new LinkedHashMap<>();
        List<String> key = new ArrayList<>();
        for (Expression part : member.key()) {
            String name = "child_" + (key.size() + 1);
            key.add(name);
            columns.put(name, part);
        }
        columns.put(Fold.PARENT, member.parent());
        member.name().ifPresent(name -> columns.put(Fold.NAME, name));
        member.order().ifPresent(order -> columns.put(Fold.ORDER, order));
        columns.put(Fold.VALUE, member.value());
        TargetMapping rows = new TargetMapping(
                path,
                new TableId(SCHEMA, tableName(source, into, column)),
                Columns.of(key),
                Optional.empty(),
                false,
                columns,
                Map.of(Fold.PARENT, TargetMapping.Missing.KEEP));
        return new FoldMapping(path, into, column, member.parent(), rows);
    }

    /** True when the JSON is an object. */
    public boolean isObject() {
        return rows.columns().containsKey(Fold.NAME);
    }

    // Names of tables are cut after 63 bytes: the readable part is short, and a digest tells folds apart.
    private static String tableName(TableId source, TableId into, String column) {
        String all = source + " " + into + " " + column;
        String readable = source.name().replaceAll("[^A-Za-z0-9_]", "_");
        String digest =
                UUID.nameUUIDFromBytes(all.getBytes(StandardCharsets.UTF_8)).toString();
        return "folded_" + readable.substring(0, Math.min(READABLE, readable.length())) + "_" + digest.substring(0, 8);
    }
}
