package io.crosswalk.operations.explain;

import io.crosswalk.operations.keys.RecordedKeys;
import io.crosswalk.operations.keys.RecordedKeys.Entry;
import io.crosswalk.transformer.keys.CuidBijection;
import io.crosswalk.transformer.mapping.Mapping;
import io.crosswalk.transformer.mapping.TableMapping;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;

/** Which legacy keys an id may mean: itself, the one that the target recorded for it, or the one that arithmetic gives. */
final class LegacyKeys {

    private static final Pattern UUID_TEXT = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private final Mapping mapping;
    private final RecordedKeys recorded;

    LegacyKeys(Mapping mapping, Connection target) {
        this.mapping = mapping;
        this.recorded = new RecordedKeys(target);
    }

    /** In the order in which they are to be tried; the first is the id as it was typed. */
    List<String> candidates(TableMapping table, String id) throws SQLException {
        List<String> candidates = new ArrayList<>(List.of(id));
        if (!UUID_TEXT.matcher(id).matches()) {
            return candidates;
        }
        candidates.add(id.toLowerCase(Locale.ROOT));
        for (Entry entry : recorded.ofNew(List.of(mapping.space(table.source())), id)) {
            candidates.add(entry.oldId());
        }
        String cuid = CuidBijection.toCuid(UUID.fromString(id));
        if (cuid != null) {
            candidates.add(cuid);
        }
        return candidates.stream().distinct().toList();
    }
}
