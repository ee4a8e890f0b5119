package io.crosswalk.app.status;

import java.util.List;

/**
 * How far the backfill yields to the source's own load.
 *
 * @param level steps below full speed, each of which halves it; 0 for full speed
 * @param reasons what the source showed
 */
public record Throttling(int level, List<String> reasons) {

    public static final Throttling NONE = new Throttling(0, List.of());

    public Throttling {
        reasons = List.copyOf(reasons);
    }
}
