package io.crosswalk.sink;

import io.crosswalk.pipeline.IdMappings;
import io.crosswalk.pipeline.Key;
import io.crosswalk.pipeline.TableId;

/** The text under which a row in the quarantine waits for another row: target table and resolved key. */
final class WaitKey {

    private WaitKey() {}

    static String of(TableId table, Key key) {
        return table + "/" + key.text();
    }

    /** The arrival of an account link. */
    static String ofAccount(String space, String oldId) {
        return of(IdMappings.TABLE, IdMappings.key(space, oldId));
    }
}
