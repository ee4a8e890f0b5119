package io.crosswalk.app.migration.guard;

import io.crosswalk.pipeline.Sink;
import io.crosswalk.pipeline.transaction.Batch;
import io.crosswalk.pipeline.transaction.Receipt;

/** A sink that waits at the gate. The source is held back by the call itself; the slot keeps the WAL. */
public final class PauseGate implements Sink {

    private final Sink sink;
    private final Gate gate;

    public PauseGate(Sink sink, Gate gate) {
        this.sink = sink;
        this.gate = gate;
    }

    @Override
    public Receipt write(Batch batch) throws InterruptedException {
        gate.pass();
        return sink.write(batch);
    }

    @Override
    public void close() {
        sink.close();
    }
}
