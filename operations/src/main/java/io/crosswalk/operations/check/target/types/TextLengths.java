package io.crosswalk.operations.check.target.types;

import io.crosswalk.operations.check.Finding;
import io.crosswalk.operations.check.Inspection;
import io.crosswalk.operations.check.Query;
import io.crosswalk.operations.check.Surroundings;
import io.crosswalk.operations.check.Surroundings.Pair;
import io.crosswalk.postgres.Failures;
import io.crosswalk.postgres.Identifiers;
import io.crosswalk.transformer.expression.Column;
import io.crosswalk.transformer.expression.Expression;
import io.crosswalk.transformer.expression.condition.NullIf;
import io.crosswalk.transformer.expression.condition.Required;
import io.crosswalk.transformer.expression.text.Lower;
import io.crosswalk.transformer.expression.text.Trim;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Texts fit into the target's columns of a limited length. Where the legacy column could hold more, the longest is measured. */
public final class TextLengths implements Inspection {

    private static final Pattern LIMITED = Pattern.compile("(?:character varying|character|varchar|char)\\((\\d+)\\)");

    @Override
    public String subject() {
        return "lengths of texts";
    }

    @Override
    public List<Finding> inspect(Surroundings surroundings) throws SQLException {
        List<Finding> findings = new ArrayList<>();
        for (Pair pair : surroundings.pairs()) {
            for (Map.Entry<String, Expression> written : pair.target().columns().entrySet()) {
                Optional<Integer> limit = pair.held().column(written.getKey()).flatMap(column -> limit(column.type()));
                Optional<String> column = column(written.getValue());
                if (limit.isPresent() && column.isPresent() && mayHoldMore(pair, column.get(), limit.get())) {
                    measure(surroundings, pair, written.getKey(), column.get(), limit.get())
                            .ifPresent(findings::add);
                }
            }
        }
        return findings;
    }

    private static boolean mayHoldMore(Pair pair, String column, int limit) {
        String type = pair.source().types().getOrDefault(column, "text");
        return TypeFamily.of(type).filter(family -> family == TypeFamily.TEXT).isPresent()
                && limit(type).filter(own -> own <= limit).isEmpty();
    }

    static Optional<Integer> limit(String type) {
        Matcher limited = LIMITED.matcher(type);
        return limited.matches() ? Optional.of(Integer.parseInt(limited.group(1))) : Optional.empty();
    }

    // Expressions that make texts no longer than the column's.
    private static Optional<String> column(Expression expression) {
        if (expression instanceof Column column) {
            return Optional.of(column.name());
        }
        boolean passes = expression instanceof Lower
                || expression instanceof Trim
                || expression instanceof NullIf
                || expression instanceof Required;
        return passes ? column(expression.arguments().get(0)) : Optional.empty();
    }

    private static Optional<Finding> measure(
            Surroundings surroundings, Pair pair, String name, String column, int limit) throws SQLException {
        String table = Identifiers.quote(pair.source().id());
        String length = "length(" + Identifiers.quote(column) + ")";
        String sql = "SELECT max(" + length + "), count(*) FILTER (WHERE " + length + " > " + limit + ") FROM " + table;
        String where = "target column " + pair.held().id() + "." + name;
        String held = "it holds " + limit + " characters, ";
        String mend = "ALTER TABLE " + Identifiers.quote(pair.held().id()) + " ALTER COLUMN " + Identifiers.quote(name)
                + " TYPE text;";
        try {
            long[] measured = Query.of(sql)
                    .one(surroundings.source().connection(), row -> new long[] {row.getLong(1), row.getLong(2)});
            return measured[1] == 0
                    ? Optional.empty()
                    : Optional.of(Finding.blocker(
                            where,
                            held + "and " + measured[1] + " texts of "
                                    + pair.source().id() + "." + column + " are longer, up to " + measured[0],
                            "a text is never cut: these rows would wait in the quarantine",
                            mend));
        } catch (SQLException e) {
            if (!Failures.isTransient(e)) {
                throw e;
            }
            return Optional.of(Finding.warning(
                    where,
                    held + "and the texts of " + pair.source().id() + "." + column + " could not be measured in time",
                    "longer texts would wait in the quarantine",
                    sql + "; -- on the source"));
        }
    }
}
