package io.crosswalk.pipeline.table;

import io.crosswalk.pipeline.row.Lookup;
import io.crosswalk.pipeline.row.TableId;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A column of a target table that refers to several rows, or to rows of several tables: an array of ids, JSON with ids in it, a
 * polymorphic reference. The parents may be missing.
 *
 * @param column the column
 * @param shape how ids stand in it
 * @param places whose ids they are
 * @param absence what to do while a parent is missing
 * @param reading how the look-ups are found again in what the target holds
 */
public record EmbeddedReferences(
        String column, Shape shape, List<Place> places, Lookup.Absence absence, Reading reading) {

    public EmbeddedReferences {
        places = List.copyOf(places);
        Objects.requireNonNull(column, "column");
        Objects.requireNonNull(shape, "shape");
        Objects.requireNonNull(absence, "absence");
        Objects.requireNonNull(reading, "reading");
    }

    /** How ids stand in a column. */
    public enum Shape {
        /** The value is one id, of any of the places' tables. */
        ONE,
        /** An array of ids. */
        ARRAY,
        /** JSON; each place says where its ids stand. */
        JSON
    }

    /**
     * Whose ids stand here.
     *
     * @param parent the parent target table; {@link IdMappings#TABLE} for an id that is recorded
     * @param parentColumn the column of the parent that an id is found in
     * @param space the key space, for an id that is recorded; else empty
     * @param path an SQL/JSON path in strict mode (PostgreSQL manual, 9.16.2); the root where the shape is not JSON
     */
    public record Place(TableId parent, String parentColumn, Optional<String> space, String path) {

        public static final String ROOT = "strict $";

        /** The look-up of an id; of one that is recorded, by its legacy id. */
        public Lookup lookup(String id, Lookup.Absence absence) {
            return space.map(recorded -> new Lookup(
                            IdMappings.TABLE, IdMappings.NEW_ID, IdMappings.key(recorded, id), null, absence))
                    .orElseGet(() -> Lookup.ofRow(parent, parentColumn, id, absence));
        }
    }

    /** Makes the symbolic value of a text that the target holds. Pure. */
    @FunctionalInterface
    public interface Reading {

        /**
         * The value with a look-up for each id. Where an id is recorded, the new id stands in for the legacy one, which is known in the
         * target only.
         */
        @Nullable
        Object symbolic(String text);
    }
}
