package io.crosswalk.operations.explain;

import io.crosswalk.operations.check.Query;
import io.crosswalk.operations.comparison.ColumnForm;
import io.crosswalk.operations.comparison.RevealingSealer;
import io.crosswalk.operations.comparison.RevealingSealer.Revealed;
import io.crosswalk.operations.explain.Explanation.State;
import io.crosswalk.operations.explain.Explanation.TargetColumn;
import io.crosswalk.operations.explain.Explanation.TargetRow;
import io.crosswalk.pipeline.row.Key;
import io.crosswalk.pipeline.row.Lookup;
import io.crosswalk.pipeline.row.Refusal;
import io.crosswalk.pipeline.row.Row;
import io.crosswalk.pipeline.table.TargetTable;
import io.crosswalk.pipeline.transaction.Change;
import io.crosswalk.pipeline.transaction.Change.Upsert;
import io.crosswalk.postgres.Catalog;
import io.crosswalk.postgres.CatalogTable;
import io.crosswalk.postgres.Failures;
import io.crosswalk.postgres.Identifiers;
import io.crosswalk.postgres.TextForm;
import io.crosswalk.sink.TargetImage;
import io.crosswalk.transformer.expression.Expression;
import io.crosswalk.transformer.mapping.TargetMapping;
import io.crosswalk.transformer.secrets.Sealer;
import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** Holds what one target of a row should be against what the target has. One thread. */
final class TargetRows {

    private final Connection target;
    private final Catalog catalog;
    private final Optional<Sealer> sealer;
    private final ExpressionText words;

    TargetRows(Connection target, Catalog catalog, Optional<Sealer> sealer, ExpressionText words) {
        this.target = target;
        this.catalog = catalog;
        this.sealer = sealer;
        this.words = words;
    }

    /** What should be: the row with its look-ups resolved as far as they can be, or none. */
    private record Expected(@Nullable Row row, boolean resolved, boolean linked) {}

    /** What is: column texts, and whether each equals what should be. */
    private record Held(Map<String, @Nullable String> values, Map<String, Boolean> equal) {}

    TargetRow of(TargetMapping mapping, TargetTable table, Change change, Masking masking) throws SQLException {
        Optional<String> condition = mapping.condition().map(words::of);
        Optional<String> folded = table.fold().map(fold -> fold.into() + "." + fold.column());
        Optional<CatalogTable> described = catalog.table(mapping.table());
        if (described.isEmpty()) {
            return new TargetRow(mapping.table(), "", State.NO_TABLE, condition, folded, List.of());
        }
        Expected expected = expected(table, change);
        Optional<Key> key = key(table, change, expected);
        Optional<Held> held = key.isEmpty()
                ? Optional.empty()
                : held(
                        described.get(),
                        key.get(),
                        expected.row(),
                        List.copyOf(mapping.columns().keySet()));
        List<TargetColumn> columns = new ArrayList<>();
        mapping.columns()
                .forEach((name, expression) ->
                        columns.add(column(name, expression, expected, held, masking.hidesTarget(name, expression))));
        State state = state(change instanceof Upsert, expected, held);
        return new TargetRow(
                mapping.table(), key.map(Key::text).orElse("not known yet"), state, condition, folded, columns);
    }

    private Expected expected(TargetTable table, Change change) throws SQLException {
        if (!(change instanceof Upsert upsert)) {
            return new Expected(null, false, false);
        }
        TargetImage.Expected image = new TargetImage(catalog).expect(target, table, List.of(upsert));
        return image.rows().isEmpty()
                ? new Expected(upsert.row(), false, image.foreign() > 0)
                : new Expected(image.rows().get(0), true, false);
    }

    private Optional<Key> key(TargetTable table, Change change, Expected expected) throws SQLException {
        Row row = expected.row();
        if (row != null && expected.resolved()) {
            return Optional.of(row.key(table.key()));
        }
        Key symbolic = change instanceof Upsert upsert ? upsert.key() : ((Change.Delete) change).key();
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < symbolic.size(); i++) {
            Object value = symbolic.value(i) instanceof Lookup lookup
                    ? lookedUp(lookup).orElse(null)
                    : symbolic.value(i);
            if (value == null) {
                return Optional.empty();
            }
            values.add(value);
        }
        return Optional.of(Key.of(symbolic.columns(), values.toArray()));
    }

    /** The link of an account, which is what a key can ask for. */
    private Optional<String> lookedUp(Lookup lookup) throws SQLException {
        boolean there = lookup.key().isResolved()
                && Query.of("SELECT to_regclass(?) IS NOT NULL", Identifiers.quote(lookup.table()))
                        .holds(target);
        if (!there) {
            return Optional.empty();
        }
        List<Object> values = new ArrayList<>();
        List<String> conditions = new ArrayList<>();
        for (int i = 0; i < lookup.key().size(); i++) {
            conditions.add(Identifiers.quote(lookup.key().columns().names().get(i)) + "::text = ?");
            values.add(lookup.key().value(i));
        }
        String sql = "SELECT " + Identifiers.quote(lookup.column()) + "::text FROM " + Identifiers.quote(lookup.table())
                + " WHERE " + String.join(" AND ", conditions);
        return new Query(sql, values).texts(target).stream().findFirst();
    }

    private Optional<Held> held(CatalogTable table, Key key, @Nullable Row expected, List<String> names)
            throws SQLException {
        List<String> columns =
                names.stream().filter(name -> table.column(name).isPresent()).toList();
        Map<String, String> wanted = new HashMap<>();
        for (String column : columns) {
            Object value = expected == null ? null : expected.value(column);
            if (value instanceof String text && RevealingSealer.reveal(text) == null) {
                wanted.put(column, text);
            }
        }
        Optional<Map<String, @Nullable String>> found = read(table, key, columns, wanted);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Map<String, Boolean> equal = new HashMap<>();
        for (String column : columns) {
            Object value = expected == null ? Row.ABSENT : expected.value(column);
            Boolean same = same(found.get(), column, value);
            if (same != null) {
                equal.put(column, same);
            }
        }
        return Optional.of(new Held(found.get(), equal));
    }

    private @Nullable Boolean same(Map<String, @Nullable String> found, String column, @Nullable Object expected) {
        String held = found.get(column);
        Revealed secret = RevealingSealer.reveal(expected);
        if (secret != null) {
            return sealer.isEmpty() ? null : (Boolean) RevealingSealer.holds(sealer.get(), held, secret);
        }
        if (expected instanceof String) {
            return Objects.equals(found.get(column + EXPECTED_FORM), found.get(column + HELD_FORM));
        }
        return expected == null ? (Boolean) (held == null) : null;
    }

    // No column of PostgreSQL's can be called so: a zero byte is no part of a name.
    private static final String HELD_FORM = "\0held";
    private static final String EXPECTED_FORM = "\0expected";

    private Optional<Map<String, @Nullable String>> read(
            CatalogTable table, Key key, List<String> columns, Map<String, String> wanted) throws SQLException {
        List<String> selected = new ArrayList<>();
        List<Object> parameters = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (String column : columns) {
            CatalogTable.Column described = table.column(column).orElseThrow();
            selected.add("t." + Identifiers.quote(column) + "::text");
            names.add(column);
            if (wanted.containsKey(column)) {
                selected.add(ColumnForm.held("t." + Identifiers.quote(column), described));
                names.add(column + HELD_FORM);
                selected.add(ColumnForm.wanted("?::text", described));
                names.add(column + EXPECTED_FORM);
                parameters.add(Objects.requireNonNull(wanted.get(column)));
            }
        }
        String condition = key.columns().names().stream()
                .map(name -> "t." + Identifiers.quote(name) + " = "
                        + TextForm.read(
                                "?::text", table.column(name).orElseThrow().castType()))
                .collect(Collectors.joining(" AND "));
        for (int i = 0; i < key.size(); i++) {
            parameters.add(key.value(i));
        }
        String sql = "SELECT " + String.join(", ", selected) + " FROM " + Identifiers.quote(table.id()) + " t WHERE "
                + condition;
        try {
            return new Query(sql, parameters)
                            .list(target, row -> {
                                Map<String, @Nullable String> values = new HashMap<>();
                                for (int i = 0; i < names.size(); i++) {
                                    values.put(names.get(i), row.getString(i + 1));
                                }
                                return values;
                            })
                            .stream()
                            .findFirst();
        } catch (SQLException e) {
            // A value that its column's type refuses cannot be compared; what is held can still be shown.
            if (Failures.kind(e) != Failures.Kind.DATA || wanted.isEmpty()) {
                throw e;
            }
            return read(table, key, columns, Map.of());
        }
    }

    private TargetColumn column(
            String name, Expression expression, Expected expected, Optional<Held> held, boolean hidden) {
        Row row = expected.row();
        Optional<Boolean> agrees = held.map(found -> found.equal().get(name));
        return new TargetColumn(
                name,
                words.of(expression),
                List.copyOf(expression.columns()),
                row == null ? null : shown(row.value(name), hidden),
                held.map(found -> Masking.show(found.values().get(name), hidden))
                        .orElse(null),
                agrees);
    }

    private static @Nullable String shown(@Nullable Object value, boolean hidden) {
        if (value instanceof Refusal refusal) {
            return "(refused: " + refusal.reason() + ")";
        }
        if (value instanceof Lookup lookup) {
            return "(waits for " + lookup.table()
                    + (hidden ? "" : " " + lookup.key().text()) + ")";
        }
        return value instanceof String text
                ? Masking.show(text, hidden || RevealingSealer.reveal(text) != null)
                : value == null ? null : "(known only in the target)";
    }

    private static State state(boolean wanted, Expected expected, Optional<Held> held) {
        if (!wanted) {
            return held.isPresent() ? State.LEFT_OVER : State.ABSENT;
        }
        if (expected.linked()) {
            return State.LINKED;
        }
        if (!expected.resolved()) {
            return State.SET_ASIDE;
        }
        if (held.isEmpty()) {
            return State.MISSING;
        }
        return held.get().equal().containsValue(false) ? State.DIFFERS : State.AGREES;
    }
}
