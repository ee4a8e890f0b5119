package io.crosswalk.operations.plan.design;

import io.crosswalk.pipeline.row.TableId;

import java.util.ArrayList;
import java.util.List;

/** What the designers have to say to the one who reads the plan, in order. Belongs to one thread. */
public final class Notes {

    private final List<String> all = new ArrayList<>();

    public void add(TableId table, String text) {
        String note = table + ": " + text;
        if (!all.contains(note)) {
            all.add(note);
        }
    }

    public List<String> all() {
        return List.copyOf(all);
    }
}
