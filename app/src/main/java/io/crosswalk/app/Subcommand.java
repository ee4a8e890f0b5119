package io.crosswalk.app;

import java.util.concurrent.Callable;

/**
 * A command of {@code crosswalk}: a class with picocli's {@code @Command}; it answers with an {@link ExitCode}. Other modules add theirs
 * as a service (META-INF/services), with a public constructor without parameters.
 */
public interface Subcommand extends Callable<Integer> {}
