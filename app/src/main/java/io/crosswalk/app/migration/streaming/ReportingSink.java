package io.crosswalk.app.migration.streaming;

import io.crosswalk.pipeline.Sink;
import io.crosswalk.pipeline.transaction.Batch;
import io.crosswalk.pipeline.transaction.Receipt;

import java.util.function.Consumer;

/** A sink that tells somebody what became durable. */
record ReportingSink(Sink sink, Consumer<Receipt> listener) implements Sink {

    @Override
    public Receipt write(Batch batch) throws InterruptedException {
        Receipt receipt = sink.write(batch);
        if (receipt.isDurable()) {
            listener.accept(receipt);
        }
        return receipt;
    }

    @Override
    public void close() {
        sink.close();
    }
}
