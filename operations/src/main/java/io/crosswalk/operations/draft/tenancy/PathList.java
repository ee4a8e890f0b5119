package io.crosswalk.operations.draft.tenancy;

import io.crosswalk.pipeline.row.TableId;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/**
 * The paths from one table to another that visit no table twice, the shortest first.
 *
 * @param more whether there are more than were listed: their number grows exponentially with the references
 */
record PathList(List<List<Hop>> paths, boolean more) {

    private static final int MOST_PATHS = 12;
    private static final int MOST_STEPS = 20_000;

    static PathList of(ReferenceGraph graph, TableId from, TableId to, Set<TableId> leadingOn) {
        List<List<Hop>> paths = new ArrayList<>();
        Deque<List<Hop>> open = new ArrayDeque<>();
        graph.from(from).forEach(hop -> open.add(List.of(hop)));
        int steps = 0;
        while (!open.isEmpty()) {
            if (paths.size() == MOST_PATHS || steps == MOST_STEPS) {
                return new PathList(paths, true);
            }
            steps++;
            List<Hop> path = open.removeFirst();
            TableId end = path.get(path.size() - 1).parent();
            if (end.equals(to)) {
                paths.add(path);
            } else if (leadingOn.contains(end)) {
                graph.from(end).stream()
                        .filter(hop -> !hop.parent().equals(from) && !visits(path, hop.parent()))
                        .forEach(hop -> open.add(extended(path, hop)));
            }
        }
        return new PathList(paths, false);
    }

    private static boolean visits(List<Hop> path, TableId table) {
        return path.stream().anyMatch(hop -> hop.parent().equals(table));
    }

    private static List<Hop> extended(List<Hop> path, Hop hop) {
        List<Hop> longer = new ArrayList<>(path);
        longer.add(hop);
        return longer;
    }
}
