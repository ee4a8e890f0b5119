package io.crosswalk.operations.plan.design;

import io.crosswalk.pipeline.row.TableId;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The trigger that gives an account its profile, as Supabase's guides have it. The migrator's own row may be there already, and wins.
 *
 * @param accounts the account table
 * @param profiles the table of the profiles, whose key is the account's
 * @param key the key column of the profiles
 * @param values what the trigger writes, by column: SQL over NEW
 */
public record ProfileTrigger(TableId accounts, TableId profiles, String key, Map<String, String> values) {

    /** The trigger's name in Supabase's guides. */
    public static final String NAME = "on_auth_user_created";

    /** The function's name in Supabase's guides; it stands in the schema of the profiles. */
    public static final String FUNCTION = "handle_new_user";

    public ProfileTrigger {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }
}
