package io.crosswalk.app.migration.guard;

import io.crosswalk.pipeline.SinkException;
import io.crosswalk.pipeline.SourceException;
import io.crosswalk.postgres.Failures;

/** What a failure of a migration means, wherever it comes from. */
public final class FailureKind {

    private FailureKind() {}

    /** True when starting again may help. */
    public static boolean passes(Throwable failure) {
        if (failure instanceof SourceException source) {
            return source.isTransient();
        }
        if (failure instanceof SinkException sink) {
            return sink.isTransient();
        }
        return Failures.isTransient(failure);
    }

    /**
     * The same, for a migration that may only just have been started.
     *
     * @param answered whether both databases answered before; else what cannot be connected to may be a typing mistake
     */
    public static boolean passes(Throwable failure, boolean answered) {
        return passes(failure) && (answered || Failures.isAnswer(failure));
    }

    /** In words that carry no value of any row. */
    public static String describe(Throwable failure) {
        return failure instanceof SourceException || failure instanceof SinkException
                ? String.valueOf(failure.getMessage())
                : Failures.withoutValues(failure);
    }
}
