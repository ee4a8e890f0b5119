package io.crosswalk.transformer.yaml;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/**
 * One thing that is wrong with a file somebody wrote.
 *
 * @param path where in the file, for example {@code tables.MetricValue.targets[0].columns.value}; {@code line 3, column 5} when the
 *     file cannot be read as YAML; empty for the file as a whole
 * @param message what is wrong, without the values of secrets
 * @param suggestion what to do about it; null when nothing useful can be said
 */
public record Problem(String path, String message, @Nullable String suggestion) {

    public Problem {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(message, "message");
    }

    /** One line for people. */
    @Override
    public String toString() {
        return (path.isEmpty() ? "" : path + ": ") + message + (suggestion == null ? "" : " (" + suggestion + ")");
    }
}
