package io.crosswalk.pipeline;

import io.crosswalk.pipeline.transaction.Batch;
import io.crosswalk.pipeline.transaction.Receipt;

/**
 * The legacy side: hands over every committed transaction after its start position, in commit order, exactly once a run. One thread
 * runs it; {@link #close()} may come from another.
 */
public interface ChangeSource extends AutoCloseable {

    /**
     * Streams until closed. A batch is confirmed to the source's slot only after the handler returned a durable receipt for it.
     *
     * @throws SourceException when the stream cannot go on
     */
    void run(BatchHandler handler) throws InterruptedException;

    /** Ends {@link #run}; returns when it has ended. May be called twice. */
    @Override
    void close();

    /** What a source calls for each batch; an exception ends the stream and the batch is not confirmed. */
    @FunctionalInterface
    interface BatchHandler {
        Receipt handle(Batch batch) throws InterruptedException;
    }
}
