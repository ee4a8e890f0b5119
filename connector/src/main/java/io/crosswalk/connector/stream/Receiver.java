package io.crosswalk.connector.stream;

import io.crosswalk.pipeline.ChangeSource.BatchHandler;

/** Who is told what the stream brings: batches, and how rows look. */
record Receiver(BatchHandler batches, RelationListener relations) {}
