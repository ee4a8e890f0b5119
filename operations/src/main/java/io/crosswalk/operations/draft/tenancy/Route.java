package io.crosswalk.operations.draft.tenancy;

import java.util.List;

/**
 * How the rows of a table lead to their tenant.
 *
 * @param ways what the draft uses: the first whose column is not NULL and leads to a tenant counts
 * @param paths all ways that foreign keys offer, the shortest first, each from the table to the tenant
 * @param more whether there are more paths than were listed
 * @param mayLeadNowhere whether a row may exist that has no tenant by any of the ways
 */
public record Route(List<Hop> ways, List<List<Hop>> paths, boolean more, boolean mayLeadNowhere) {

    public Route {
        ways = List.copyOf(ways);
        paths = List.copyOf(paths);
    }
}
