package io.crosswalk.transformer.parents;

import io.crosswalk.pipeline.row.Lookup;
import io.crosswalk.pipeline.row.Lookup.Absence;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.table.EmbeddedReferences;
import io.crosswalk.pipeline.table.EmbeddedReferences.Place;
import io.crosswalk.pipeline.table.EmbeddedReferences.Shape;
import io.crosswalk.transformer.expression.Reference;
import io.crosswalk.transformer.expression.json.JsonIds;
import io.crosswalk.transformer.expression.reference.IdArray;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Where the parents of a column are that refers to several rows, or to rows of several tables. Immutable.
 *
 * @param column the target column
 * @param reference what it is made of
 * @param places by legacy table, the place that is asked; tables that nobody can be asked about are left out
 * @param absence what to do while a parent is missing
 */
public record EmbeddedParents(String column, Reference reference, Map<TableId, Place> places, Absence absence) {

    public EmbeddedParents {
        places = Collections.unmodifiableMap(new LinkedHashMap<>(places));
    }

    private Shape shape() {
        return reference instanceof IdArray ? Shape.ARRAY : reference instanceof JsonIds ? Shape.JSON : Shape.ONE;
    }

    /** The same for the sink. */
    public EmbeddedReferences described() {
        List<Place> all = new ArrayList<>();
        if (reference instanceof JsonIds json) {
            json.tables().forEach((path, table) -> {
                Place place = places.get(table);
                if (place != null) {
                    all.add(new Place(place.parent(), place.parentColumn(), place.space(), path.inSql()));
                }
            });
        } else {
            all.addAll(places.values());
        }
        return new EmbeddedReferences(column, shape(), all, absence, this::symbolic);
    }

    private Object symbolic(String text) {
        return shape() == Shape.ONE ? anyOf(text) : Objects.requireNonNullElse(new StoredIds(this).read(text), text);
    }

    /** The row with this id in any of the tables: ids are unique across them. */
    private Object anyOf(String id) {
        List<Lookup> ways =
                places.values().stream().map(place -> place.lookup(id, absence)).toList();
        return ways.stream()
                .reduce(EmbeddedParents::either)
                .<Object>map(way -> way)
                .orElse(id);
    }

    private static Lookup either(Lookup first, Lookup second) {
        return first.orElse(second);
    }

    /**
     * A new id as a question.
     *
     * @param id what the key space says: text, a look-up, or a refusal
     */
    public Object question(TableId table, Object id) {
        Place place = places.get(table);
        if (id instanceof Lookup lookup) {
            return lookup.with(absence);
        }
        if (place == null || place.space().isPresent() || !(id instanceof String text)) {
            return id;
        }
        Lookup first = place.lookup(text, absence);
        return shape() != Shape.ONE
                ? first
                : places.values().stream()
                        .filter(other -> other.space().isEmpty() && !other.equals(place))
                        .map(other -> other.lookup(text, absence))
                        .reduce(first, EmbeddedParents::either);
    }

    Optional<Place> place(TableId table) {
        return Optional.ofNullable(places.get(table));
    }
}
