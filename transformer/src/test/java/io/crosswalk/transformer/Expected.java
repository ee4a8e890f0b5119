package io.crosswalk.transformer;

import io.crosswalk.pipeline.row.Columns;
import io.crosswalk.pipeline.row.Key;
import io.crosswalk.pipeline.row.Lookup;
import io.crosswalk.pipeline.row.Lookup.Absence;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.table.IdMappings;
import io.crosswalk.pipeline.transaction.Change.Upsert;
import io.crosswalk.transformer.keys.KeySpace;
import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.Map;

/** What the transform should make of Kamdental's rows, said in few words. */
final class Expected {

    private Expected() {}

    static Map<String, @Nullable Object> values(Upsert upsert) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (String column : upsert.row().columns().names()) {
            values.put(column, upsert.row().value(column));
        }
        return values;
    }

    static String id(String table, String legacyId) {
        return KeySpace.of(Kamdental.NAMESPACE, table).map(legacyId).id().toString();
    }

    static Lookup account(String user, @Nullable String otherwise, Absence absence) {
        return new Lookup(IdMappings.TABLE, IdMappings.NEW_ID, IdMappings.key("User", user), otherwise, absence);
    }

    static Lookup tenantOf(String table, String id, @Nullable Object otherwise) {
        return new Lookup(
                new TableId("public", table), "clinic_id", Key.of(Columns.of("id"), id), otherwise, Absence.QUARANTINE);
    }
}
