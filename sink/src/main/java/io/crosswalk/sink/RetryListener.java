package io.crosswalk.sink;

/** Hears how writes fail and succeed again. Called by the thread that writes. */
public interface RetryListener {

    /** Nobody listens. */
    RetryListener NONE = new RetryListener() {
        @Override
        public void failed(String message) {}

        @Override
        public void recovered() {}
    };

    /**
     * A write failed and will be tried again.
     *
     * @param message why, without any value of a row
     */
    void failed(String message);

    /** A write that had failed before succeeded. */
    void recovered();
}
