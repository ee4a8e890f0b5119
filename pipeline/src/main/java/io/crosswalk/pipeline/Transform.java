package io.crosswalk.pipeline;

import io.crosswalk.pipeline.transaction.Batch;
import io.crosswalk.pipeline.transaction.Change;

import java.util.List;

/**
 * Legacy changes to target changes. Pure: no I/O, no cache, no clock; safe for any number of threads.
 */
public interface Transform {

    /** The target changes that one legacy change makes, in the order in which they must be applied. */
    List<Change> apply(Change change);

    /** Every change of every transaction; a transaction without changes stays, because its position counts. */
    default Batch apply(Batch batch) {
        return new Batch(batch.transactions().stream()
                .map(t -> t.withChanges(t.changes().stream()
                        .flatMap(change -> apply(change).stream())
                        .toList()))
                .toList());
    }
}
