package io.crosswalk.sink.folds;

import io.crosswalk.pipeline.table.TargetTable;
import io.crosswalk.pipeline.table.TargetTable.Fold;
import io.crosswalk.postgres.Catalog;
import io.crosswalk.postgres.Identifiers;

import java.util.List;
import java.util.stream.Stream;

import static io.crosswalk.postgres.Identifiers.quote;
import static java.util.stream.Collectors.joining;

/** The SQL that makes a JSON column from the rows that are folded into it. Pure. */
public final class FoldJson {

    private FoldJson() {}

    static String name(TargetTable folded) {
        return Identifiers.quote(folded.id());
    }

    /**
     * The statement that makes the JSON anew and writes it where it changed.
     *
     * @param some whether only rows are looked at whose keys are the parameter, an array of texts
     */
    static String update(TargetTable folded, Catalog catalog, boolean some) {
        Fold fold = fold(folded);
        String key = "t." + quote(fold.intoKey());
        return "UPDATE " + quote(fold.into()) + " AS u SET " + quote(fold.column()) + " = j.value FROM (SELECT " + key
                + " AS k, " + value(folded, catalog) + " AS value FROM " + quote(fold.into()) + " AS t"
                + (some ? " WHERE " + key + " = ANY (?::" + keyType(fold, catalog) + "[])" : "")
                + ") AS j WHERE u." + quote(fold.intoKey()) + " = j.k AND " + differs(fold);
    }

    /** The query that counts the rows whose JSON is not made of the rows that are folded into it. */
    public static String differences(TargetTable folded, Catalog catalog) {
        Fold fold = fold(folded);
        return "SELECT count(*) FROM (SELECT t." + quote(fold.intoKey()) + " AS k, " + value(folded, catalog)
                + " AS value FROM " + quote(fold.into()) + " AS t) AS j JOIN " + quote(fold.into()) + " AS u ON u."
                + quote(fold.intoKey()) + " = j.k WHERE " + differs(fold);
    }

    // The type json has no equality; jsonb's says the same of what is made here.
    private static String differs(Fold fold) {
        return "u." + quote(fold.column()) + "::jsonb IS DISTINCT FROM j.value::jsonb";
    }

    /** The JSON of a row {@code t}. Members of the same name: the last one, by its order, stays. */
    private static String value(TargetTable folded, Catalog catalog) {
        Fold fold = fold(folded);
        String ordered = " ORDER BY " + order(folded);
        String value = "coalesce(f." + Fold.VALUE + ", 'null'::jsonb)";
        String all = fold.object()
                ? "jsonb_object_agg(f." + Fold.NAME + ", " + value + ordered + ")"
                : "jsonb_agg(" + value + ordered + ")";
        String type = catalog.table(fold.into())
                .orElseThrow()
                .column(fold.column())
                .orElseThrow()
                .castType();
        return "coalesce((SELECT " + all + " FROM " + name(folded) + " AS f WHERE f." + Fold.PARENT + " = t."
                + quote(fold.intoKey()) + "), '" + (fold.object() ? "{}" : "[]") + "'::jsonb)::" + type;
    }

    private static String order(TargetTable folded) {
        List<String> key = folded.key().names();
        Stream<String> first = folded.columns().contains(Fold.ORDER) ? Stream.of(Fold.ORDER) : Stream.empty();
        return Stream.concat(first, key.stream()).map(column -> "f." + column).collect(joining(", "));
    }

    static String keyType(Fold fold, Catalog catalog) {
        return catalog.table(fold.into())
                .orElseThrow()
                .column(fold.intoKey())
                .orElseThrow()
                .castType();
    }

    private static Fold fold(TargetTable folded) {
        return folded.fold().orElseThrow();
    }
}
