package io.crosswalk.operations.draft.sampling;

import io.crosswalk.operations.draft.legacy.LegacySchema;
import io.crosswalk.operations.draft.legacy.References;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.postgres.CatalogTable;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The tables whose ids a value may be: those with a key of one column of a usual type.
 *
 * @param all with what a look-up needs
 */
record Parents(List<Parent> all) {

    private static final Set<String> NUMBERS = Set.of("smallint", "integer", "bigint");
    private static final Set<String> TEXTS = Set.of("text", "character varying", "bpchar");
    private static final Pattern UUID =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");
    private static final Pattern DIGITS = Pattern.compile("-?[0-9]{1,18}");

    /**
     * A table.
     *
     * @param type of its key, as a cast takes it
     * @param shared whether its key is itself a reference, so that its ids are also ids of another table
     */
    record Parent(TableId table, String key, String type, boolean shared) {

        boolean isNumeric() {
            return NUMBERS.contains(type);
        }

        /** Whether a text can be cast to the key's type. */
        boolean accepts(String value) {
            if (type.equals("uuid")) {
                return UUID.matcher(value).matches();
            }
            return !isNumeric() || DIGITS.matcher(value).matches();
        }

        /** Numbers are compared as bigint, so that no value is out of range. */
        String cast() {
            return isNumeric() ? "bigint" : type;
        }
    }

    static Parents of(LegacySchema schema, References references) {
        return new Parents(schema.migrated().stream()
                .flatMap(table -> parent(schema, references, table).stream())
                .toList());
    }

    private static Optional<Parent> parent(LegacySchema schema, References references, CatalogTable table) {
        return schema.soleKey(table.id())
                .flatMap(table::column)
                .filter(key -> key.castType().equals("uuid")
                        || TEXTS.contains(key.castType())
                        || NUMBERS.contains(key.castType()))
                .map(key -> new Parent(
                        table.id(),
                        key.name(),
                        key.castType(),
                        references.of(table.id(), key.name()).isPresent()));
    }
}
