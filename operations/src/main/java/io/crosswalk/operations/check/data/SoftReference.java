package io.crosswalk.operations.check.data;

import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.table.SourceTable;
import io.crosswalk.postgres.CatalogTable;
import io.crosswalk.postgres.Identifiers;
import io.crosswalk.transformer.expression.AccountOf;
import io.crosswalk.transformer.expression.Column;
import io.crosswalk.transformer.expression.Expression;
import io.crosswalk.transformer.expression.IdOf;
import io.crosswalk.transformer.expression.TenantOf;
import io.crosswalk.transformer.expression.TenantRule.Alternative;
import io.crosswalk.transformer.expression.TenantRule.Own;
import io.crosswalk.transformer.expression.TenantRule.Through;
import io.crosswalk.transformer.expression.json.JsonIds;
import io.crosswalk.transformer.expression.json.JsonPath;
import io.crosswalk.transformer.expression.json.JsonPath.Item;
import io.crosswalk.transformer.expression.json.JsonPath.Member;
import io.crosswalk.transformer.expression.json.JsonPath.Step;
import io.crosswalk.transformer.expression.reference.CompositeId;
import io.crosswalk.transformer.expression.reference.IdArray;
import io.crosswalk.transformer.expression.reference.PolymorphicId;
import io.crosswalk.transformer.mapping.Mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A place of a legacy table that holds ids of another's rows, as the mapping uses it. A reference of whole columns can be guarded by a
 * foreign key; ids in arrays, in JSON, and of tables that another column names cannot.
 *
 * @param parent the legacy table whose ids they are
 * @param columns the columns that hold them; several for a composite key, in its order
 * @param place where in the column the ids are
 */
record SoftReference(TableId parent, List<String> columns, Place place) {

    /** Where ids are in a column. */
    sealed interface Place permits Whole, Named, Elements, Inside {}

    /** The column is the id. */
    record Whole() implements Place {}

    /** The column is the id where another one holds a name. */
    record Named(String by, String name) implements Place {}

    /** The elements of an array. */
    record Elements() implements Place {}

    /** Some places in JSON. */
    record Inside(JsonPath path) implements Place {}

    SoftReference {
        columns = List.copyOf(columns);
    }

    /** The references that one expression makes, without those of its parts. */
    static Stream<SoftReference> of(Mapping mapping, Expression part) {
        if (part instanceof IdOf id && id.argument() instanceof Column column) {
            return Stream.of(new SoftReference(id.table(), List.of(column.name()), new Whole()));
        }
        if (part instanceof CompositeId id && id.arguments().stream().allMatch(Column.class::isInstance)) {
            return Stream.of(new SoftReference(id.table(), names(id.arguments()), new Whole()));
        }
        if (part instanceof AccountOf account && account.argument() instanceof Column column) {
            return mapping.accounts().stream()
                    .map(accounts -> new SoftReference(accounts.table(), List.of(column.name()), new Whole()));
        }
        if (part instanceof TenantOf tenant) {
            return tenant.rule().alternatives().stream().flatMap(way -> of(mapping, way));
        }
        if (part instanceof PolymorphicId id
                && id.argument() instanceof Column column
                && id.by() instanceof Column by) {
            return id.tables().entrySet().stream()
                    .map(table -> new SoftReference(
                            table.getValue(), List.of(column.name()), new Named(by.name(), table.getKey())));
        }
        if (part instanceof IdArray array && array.argument() instanceof Column column) {
            return Stream.of(new SoftReference(array.table(), List.of(column.name()), new Elements()));
        }
        if (part instanceof JsonIds ids && ids.argument() instanceof Column column) {
            return ids.tables().entrySet().stream()
                    .map(table ->
                            new SoftReference(table.getValue(), List.of(column.name()), new Inside(table.getKey())));
        }
        return Stream.empty();
    }

    private static Stream<SoftReference> of(Mapping mapping, Alternative way) {
        if (way instanceof Through through) {
            return Stream.of(new SoftReference(through.parent(), List.of(through.column()), new Whole()));
        }
        return way instanceof Own own
                ? mapping.tenant().stream()
                        .map(tenants -> new SoftReference(tenants.table(), List.of(own.column()), new Whole()))
                : Stream.empty();
    }

    private static List<String> names(List<Expression> columns) {
        return columns.stream().map(column -> ((Column) column).name()).toList();
    }

    /** Whether its ids are whole values that the sink looks for a parent by. */
    boolean isWhole() {
        return place instanceof Whole;
    }

    /** For people: column, and where in it. */
    String text() {
        String column = String.join(", ", columns);
        if (place instanceof Named named) {
            return column + " where " + named.by() + " is " + named.name();
        }
        if (place instanceof Inside inside) {
            return column + " at " + inside.path().text();
        }
        return place instanceof Elements ? "elements of " + column : column;
    }

    boolean isGuarded(CatalogTable table, SourceTable target) {
        return isWhole()
                && table.foreignKeys().stream()
                        .anyMatch(key -> key.columns().equals(columns)
                                && key.referenced().equals(target.id())
                                && key.referencedColumns().equals(target.key().names()));
    }

    /** Whether a query can count it: the columns are there, and fit. */
    boolean isCountable(SourceTable table, SourceTable target) {
        String type = table.types().getOrDefault(columns.get(0), "");
        boolean fits = !(place instanceof Elements) || type.endsWith("[]");
        boolean known = table.columns().asSet().containsAll(columns)
                && (!(place instanceof Named named) || table.columns().contains(named.by()));
        return known && fits && target.key().size() == columns.size();
    }

    /** The documents that hold the ids, where only reading tells whether they are well-formed. */
    Optional<WrittenJson> written(SourceTable table, SourceTable target, RowFilter filter) {
        if (!(place instanceof Inside inside) || "jsonb".equals(table.types().get(columns.get(0)))) {
            return Optional.empty();
        }
        String sql = "SELECT " + column(0) + "::text FROM " + Identifiers.quote(table.id()) + " s WHERE " + column(0)
                + " IS NOT NULL AND (" + filter.sql() + ")";
        JsonIds ids = new JsonIds(new Column(columns.get(0)), Map.of(inside.path(), parent));
        return Optional.of(new WrittenJson(sql, ids, target));
    }

    /**
     * True for rows {@code s} that point to nothing, as SQL. Only equal types let an index serve; others are compared as texts, which is
     * what the mapping does.
     */
    String orphaned(SourceTable table, SourceTable target) {
        if (place instanceof Elements) {
            return "EXISTS (SELECT FROM unnest(" + column(0) + ") AS e (id) WHERE e.id IS NOT NULL AND "
                    + isMissing(target, List.of("e.id::text"), "::text") + ")";
        }
        if (place instanceof Inside inside) {
            return "EXISTS (SELECT FROM jsonb_path_query(" + column(0) + "::text::jsonb, "
                    + Identifiers.literal(sqlPath(inside.path())) + ") AS e (id)"
                    + " WHERE jsonb_typeof(e.id) IN ('string', 'number') AND "
                    + isMissing(target, List.of("(e.id #>> '{}')"), "::text") + ")";
        }
        boolean sameTypes = true;
        List<String> present = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            String own = String.valueOf(table.types().get(columns.get(i)));
            sameTypes &= own.equals(target.types().get(target.key().names().get(i)));
            present.add(column(i) + " IS NOT NULL");
        }
        if (place instanceof Named named) {
            present.add("s." + Identifiers.quote(named.by()) + "::text = " + Identifiers.literal(named.name()));
        }
        String cast = sameTypes ? "" : "::text";
        List<String> values = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            values.add(column(i) + cast);
        }
        return String.join(" AND ", present) + " AND " + isMissing(target, values, cast);
    }

    private static String isMissing(SourceTable target, List<String> values, String cast) {
        List<String> same = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            same.add("p." + Identifiers.quote(target.key().names().get(i)) + cast + " = " + values.get(i));
        }
        return "NOT EXISTS (SELECT FROM " + Identifiers.quote(target.id()) + " p WHERE " + String.join(" AND ", same)
                + ")";
    }

    private String column(int index) {
        return "s." + Identifiers.quote(columns.get(index));
    }

    /** The path as PostgreSQL's jsonpath writes it. */
    private static String sqlPath(JsonPath path) {
        StringBuilder text = new StringBuilder("lax $");
        for (Step step : path.steps()) {
            if (step instanceof Member member) {
                text.append(".\"")
                        .append(member.name().replace("\\", "\\\\").replace("\"", "\\\""))
                        .append('"');
            } else if (step instanceof Item item) {
                text.append('[').append(item.index()).append(']');
            } else {
                text.append("[*]");
            }
        }
        return text.toString();
    }
}
