package io.crosswalk.pipeline;

import io.crosswalk.pipeline.transaction.Batch;
import io.crosswalk.pipeline.transaction.Receipt;

/** The target side: makes batches durable, each together with its position. One thread. */
public interface Sink extends AutoCloseable {

    /**
     * Applies a batch in one target transaction and moves the ledger to the batch's last position in it. A batch at or below the
     * ledger's position is not applied again. Pieces of one transaction stay open until the last one completes it.
     *
     * @throws SinkException when the target cannot take the batch; nothing of it is durable then
     */
    Receipt write(Batch batch) throws InterruptedException;

    @Override
    void close();
}
