package io.crosswalk.sink;

import io.crosswalk.pipeline.Key;
import io.crosswalk.pipeline.Lookup;
import org.jspecify.annotations.Nullable;

/** Tells accounts that the migration created from those it found. */
final class AccountKeys {

    private AccountKeys() {}

    /** True when the key leads to the id that the migration would have given. */
    static boolean isOurs(Key symbolic, @Nullable Key concrete) {
        if (concrete == null) {
            return false;
        }
        for (int i = 0; i < symbolic.size(); i++) {
            if (symbolic.value(i) instanceof Lookup lookup
                    && lookup.otherwise() instanceof String ours
                    && !ours.equals(concrete.value(i))) {
                return false;
            }
        }
        return true;
    }
}
