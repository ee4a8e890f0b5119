package io.crosswalk.operations.draft.legacy;

import io.crosswalk.operations.draft.naming.SnakeCase;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.postgres.CatalogTable;
import io.crosswalk.postgres.CatalogTable.ForeignKey;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which column holds ids of which table. Foreign keys are followed to where the value is minted: a column that refers to another
 * table's reference refers to the same table as that one, and a column that refers to a unique value which is no id holds that value.
 * Immutable.
 *
 * @param schema the legacy schema
 */
public record References(LegacySchema schema) {

    /** Single columns before composite keys, then by name: which of several foreign keys on one column counts. */
    private static final Comparator<ForeignKey> ORDER =
            Comparator.<ForeignKey>comparingInt(key -> key.columns().size()).thenComparing(ForeignKey::name);

    private record Place(TableId table, String column) {}

    /** The table whose ids a column holds because of a foreign key. */
    public Optional<TableId> of(TableId table, String column) {
        return all(table, column).stream().findFirst();
    }

    /** All tables whose ids a column holds, by its several foreign keys; more than one is rare, and only the first is used. */
    public List<TableId> all(TableId table, String column) {
        return follow(new Place(table, column), new HashSet<>());
    }

    /** True for a column whose value is the id of a row of its own table: the whole key, or a part of it that is called id. */
    public boolean isOwnId(TableId table, String column) {
        return schema.isMigrated(table) && isMintedAt(new Place(table, column), new HashSet<>());
    }

    /** Tables that a column refers to and that are left behind. */
    public List<TableId> leftBehind(TableId table, String column) {
        return foreignKeys(table, column).stream()
                .map(ForeignKey::referenced)
                .filter(parent -> !schema.isMigrated(parent))
                .distinct()
                .toList();
    }

    public boolean hasForeignKey(TableId table, String column) {
        return !foreignKeys(table, column).isEmpty();
    }

    private List<TableId> follow(Place from, Set<Place> visited) {
        if (!visited.add(from)) {
            return List.of();
        }
        List<TableId> found = new ArrayList<>();
        for (ForeignKey key : foreignKeys(from.table(), from.column())) {
            TableId parent = key.referenced();
            String there = key.referencedColumns().get(key.columns().indexOf(from.column()));
            Place place = new Place(parent, there);
            if (!schema.isMigrated(parent) || place.equals(from)) {
                continue;
            }
            List<TableId> its = isMintedAt(place, visited) ? List.of(parent) : follow(place, visited);
            its.stream().filter(table -> !found.contains(table)).forEach(found::add);
        }
        return found;
    }

    private boolean isMintedAt(Place place, Set<Place> visited) {
        List<String> key = schema.table(place.table()).identity();
        return key.equals(List.of(place.column()))
                || key.contains(place.column())
                        && SnakeCase.of(place.column()).equals("id")
                        && follow(place, new HashSet<>(visited)).isEmpty();
    }

    private List<ForeignKey> foreignKeys(TableId table, String column) {
        CatalogTable described = schema.tables().get(table);
        return described == null
                ? List.of()
                : described.foreignKeys().stream()
                        .filter(key -> key.columns().contains(column))
                        .sorted(ORDER)
                        .toList();
    }
}
