package io.crosswalk.connector.stream;

import io.crosswalk.pipeline.transaction.Change;
import io.crosswalk.pipeline.transaction.Marker;
import io.crosswalk.pipeline.transaction.Position;

import java.time.Instant;

/** What the stream brings, in its order, in our own words: so that transactions can be put together without an engine. */
sealed interface StreamEvent {

    /** A transaction begins; decoding happens after the commit, so its time is known. */
    record Begin(long transaction, Instant committedAt) implements StreamEvent {}

    /** One row changed. */
    record Changed(Change change) implements StreamEvent {}

    /** A token of ours. */
    record Token(Marker marker) implements StreamEvent {}

    /** The transaction ended here. */
    record End(long transaction, Position position, Instant committedAt) implements StreamEvent {}
}
