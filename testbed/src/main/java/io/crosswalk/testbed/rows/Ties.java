package io.crosswalk.testbed.rows;

import io.crosswalk.testbed.schema.ForeignKey;
import io.crosswalk.testbed.schema.Table;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/** Which columns of a row can only change together: those that share a foreign key, and those that a CHECK holds in order. */
final class Ties {

    private Ties() {}

    /** The columns, and all that are tied to them. */
    static Set<String> of(Table table, Collection<String> columns) {
        Set<String> tied = new LinkedHashSet<>(columns);
        boolean grown = true;
        while (grown) {
            grown = false;
            for (ForeignKey key : table.foreignKeys()) {
                if (key.columns().stream().anyMatch(tied::contains)) {
                    grown |= tied.addAll(key.columns());
                }
            }
        }
        for (String column : Set.copyOf(tied)) {
            table.order(column).ifPresent(order -> {
                tied.add(order.before());
                tied.add(order.after());
            });
        }
        return tied;
    }
}
