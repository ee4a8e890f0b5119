package io.crosswalk.transformer.expression.cast;

import org.jspecify.annotations.Nullable;

/** A way from one text form to that of a type. Pure and safe from any thread. */
public interface Conversion {

    /** The type that comes out, by its name in PostgreSQL. */
    String type();

    /** The text in the form in which PostgreSQL writes the type; null when it is no value of it. */
    @Nullable
    String convert(String text);
}
