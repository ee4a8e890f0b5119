package io.crosswalk.operations.keys;

import io.crosswalk.operations.keys.ConvertedKey.Direction;
import io.crosswalk.operations.keys.ConvertedKey.Method;
import io.crosswalk.operations.keys.RecordedKeys.Entry;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.transformer.keys.KeySpace;
import io.crosswalk.transformer.keys.KeyStrategy;
import io.crosswalk.transformer.keys.KeyStrategy.Given;
import io.crosswalk.transformer.keys.KeyStrategy.Rule;
import io.crosswalk.transformer.keys.MappedKey;
import io.crosswalk.transformer.mapping.Mapping;
import io.crosswalk.transformer.mapping.TableMapping;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Converts keys as one migration does: its namespace for what has to be named, and what its target recorded. One thread. */
public final class MigrationKeys {

    private final Mapping mapping;
    private final UUID namespace;
    private final RecordedKeys recorded;

    /** @param namespace the migration's secret namespace */
    public MigrationKeys(Mapping mapping, UUID namespace, RecordedKeys recorded) {
        this.mapping = mapping;
        this.namespace = namespace;
        this.recorded = recorded;
    }

    /**
     * Converts a key wherever it is recorded, else by arithmetic.
     *
     * @return one for each table where the key is recorded; else one that was computed
     * @throws UnknownKeyException when it is recorded nowhere and cannot be computed
     */
    public List<ConvertedKey> convert(String key) throws SQLException {
        List<String> spaces = mapping.tables().stream()
                .filter(table -> !table.skipped())
                .map(table -> mapping.space(table.source()))
                .toList();
        List<ConvertedKey> found = new ArrayList<>();
        for (Entry entry : recorded.ofLegacy(spaces, key)) {
            found.add(toNew(entry));
        }
        UUID uuid = KeyArithmetic.uuid(key);
        if (uuid != null) {
            for (Entry entry : recorded.ofNew(spaces, uuid.toString())) {
                if (!entry.oldId().equals(key)) {
                    found.add(toLegacy(key, entry));
                }
            }
        }
        return found.isEmpty() ? List.of(KeyArithmetic.convert(key)) : found;
    }

    /**
     * Converts a key of one table: any text is a legacy key there, unless it is recorded as a new one.
     *
     * @param table its legacy name, or the name of a target table
     * @throws UnknownKeyException when the mapping has no such table
     */
    public ConvertedKey convert(String key, String table) throws SQLException {
        TableMapping found = MappedTables.named(mapping, table);
        String space = mapping.space(found.source());
        List<Entry> legacy = recorded.ofLegacy(List.of(space), key);
        if (!legacy.isEmpty()) {
            return toNew(legacy.get(0));
        }
        UUID uuid = KeyArithmetic.uuid(key);
        List<Entry> born = uuid == null ? List.of() : recorded.ofNew(List.of(space), uuid.toString());
        if (!born.isEmpty()) {
            return toLegacy(key, born.get(0));
        }
        return uuid == null ? computed(found.source(), key) : unrecordedUuid(found.source(), key, uuid);
    }

    private ConvertedKey toNew(Entry entry) {
        Optional<MappedKey> computed = map(entry.space(), entry.oldId());
        Optional<MappedKey> same = computed.filter(key -> key.id().toString().equals(entry.newId()));
        return new ConvertedKey(
                entry.oldId(),
                Direction.TO_NEW,
                entry.newId(),
                same.map(MigrationKeys::method).orElse(Method.RECORDED),
                entry.space(),
                true,
                computed.isEmpty() || same.isPresent() ? List.of() : List.of(different(entry, computed.get())));
    }

    private static String different(Entry entry, MappedKey computed) {
        return entry.created()
                ? "the record counts; the key alone would give " + computed.id()
                : "linked to an account that existed before the migration";
    }

    private ConvertedKey toLegacy(String given, Entry entry) {
        boolean arithmetic = map(entry.space(), entry.oldId())
                .filter(MappedKey::computable)
                .filter(computed -> computed.id().toString().equals(entry.newId()))
                .isPresent();
        return new ConvertedKey(
                given,
                Direction.TO_LEGACY,
                entry.oldId(),
                arithmetic ? Method.COMPUTED : Method.RECORDED,
                entry.space(),
                true,
                entry.created() ? List.of() : List.of("linked to an account that existed before the migration"));
    }

    private ConvertedKey computed(TableId table, String key) {
        String space = mapping.space(table);
        MappedKey mapped = map(space, key)
                .orElseThrow(() ->
                        new UnknownKeyException(absent(space) + ", and its keys: " + given(table) + " compute none"));
        return new ConvertedKey(
                key, Direction.TO_NEW, mapped.id().toString(), method(mapped), space, false, List.of(absent(space)));
    }

    // Version 8 was a CUID. Any other UUID that nobody recorded is taken for a legacy key, which it would stay.
    private ConvertedKey unrecordedUuid(TableId table, String key, UUID uuid) {
        boolean named =
                mapping.table(table).filter(it -> it.keys() != Rule.COMPUTED).isPresent();
        if (uuid.version() == 8 && !named) {
            ConvertedKey back = KeyArithmetic.convert(key);
            String space = mapping.space(table);
            return new ConvertedKey(
                    key, back.direction(), back.result(), back.method(), space, false, List.of(absent(space)));
        }
        return computed(table, key);
    }

    /** The key that the strategy of a table makes; empty when it makes none. */
    private Optional<MappedKey> map(String space, String key) {
        KeyStrategy strategy = mapping.tables().stream()
                .filter(table -> mapping.space(table.source()).equals(space))
                .map(TableMapping::keys)
                .findFirst()
                .orElse(mapping.keys());
        if (strategy instanceof Given) {
            return Optional.empty();
        }
        KeySpace keys = KeySpace.of(namespace, space, strategy);
        return keys.accepts(key) ? Optional.of(keys.map(key)) : Optional.empty();
    }

    private String given(TableId table) {
        return mapping.isGiven(table) ? "column" : "kept";
    }

    private static String absent(String space) {
        return "crosswalk.id_mappings has no entry for it under " + space;
    }

    private static Method method(MappedKey key) {
        return switch (key.method()) {
            case COMPUTED -> Method.COMPUTED;
            case KEPT -> Method.KEPT;
            case NAMED -> Method.NAMED;
        };
    }
}
