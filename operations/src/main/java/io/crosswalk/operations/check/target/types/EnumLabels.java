package io.crosswalk.operations.check.target.types;

import io.crosswalk.operations.check.Finding;
import io.crosswalk.operations.check.Inspection;
import io.crosswalk.operations.check.Query;
import io.crosswalk.operations.check.Side;
import io.crosswalk.operations.check.Surroundings;
import io.crosswalk.operations.check.Surroundings.Pair;
import io.crosswalk.postgres.Identifiers;
import io.crosswalk.transformer.expression.Constant;
import io.crosswalk.transformer.expression.Expression;
import io.crosswalk.transformer.expression.condition.Only;
import io.crosswalk.transformer.expression.condition.ValueMap;
import org.jspecify.annotations.Nullable;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Every label that can arrive in a column of an enum type is one of its labels: copied from a legacy enum, or written by the mapping. */
public final class EnumLabels implements Inspection {

    @Override
    public String subject() {
        return "enum labels of the target";
    }

    @Override
    public List<Finding> inspect(Surroundings surroundings) throws SQLException {
        Map<String, List<String>> known = labels(surroundings.source());
        Map<String, List<String>> held = labels(surroundings.target());
        List<Finding> findings = new ArrayList<>();
        for (Pair pair : surroundings.pairs()) {
            for (Map.Entry<String, Expression> written : pair.target().columns().entrySet()) {
                String type = pair.held()
                        .column(written.getKey())
                        .map(column -> column.castType().replace("[]", ""))
                        .orElse("");
                List<String> labels = held.get(type);
                if (labels == null) {
                    continue;
                }
                Set<String> missing = arriving(written.getValue(), pair, known);
                labels.forEach(missing::remove);
                if (!missing.isEmpty()) {
                    findings.add(missing(pair.held().id() + "." + written.getKey(), type, missing));
                }
            }
        }
        return findings;
    }

    private static Set<String> arriving(Expression expression, Pair pair, Map<String, List<String>> known) {
        Set<String> labels = new LinkedHashSet<>();
        if (expression instanceof Constant constant) {
            add(labels, constant.text());
        } else if (expression instanceof ValueMap map) {
            map.values().values().forEach(label -> add(labels, label));
            map.otherwise().ifPresent(otherwise -> add(labels, otherwise.text()));
        } else if (expression instanceof Only only) {
            labels.addAll(only.texts());
        } else {
            String type = ValueTypes.of(expression, pair.source()).orElse("").replace("[]", "");
            labels.addAll(Objects.requireNonNullElse(known.get(type), List.of()));
        }
        return labels;
    }

    private static void add(Set<String> labels, @Nullable String label) {
        if (label != null) {
            labels.add(label);
        }
    }

    static Finding missing(String where, String type, Set<String> labels) {
        StringBuilder mend = new StringBuilder();
        labels.forEach(label -> mend.append(mend.isEmpty() ? "" : " ")
                .append("ALTER TYPE ")
                .append(type)
                .append(" ADD VALUE ")
                .append(Identifiers.literal(label))
                .append(';'));
        return Finding.blocker(
                "target column " + where,
                "its type " + type + " lacks the labels " + String.join(", ", labels),
                "rows with such a label would wait in the quarantine",
                mend.toString());
    }

    private static Map<String, List<String>> labels(Side side) throws SQLException {
        Map<String, List<String>> labels = new HashMap<>();
        String sql = "SELECT format_type(enumtypid, -1), enumlabel FROM pg_enum ORDER BY enumtypid, enumsortorder";
        Query.of(sql)
                .list(
                        side.connection(),
                        row -> labels.computeIfAbsent(row.getString(1), type -> new ArrayList<>())
                                .add(row.getString(2)));
        return labels;
    }
}
