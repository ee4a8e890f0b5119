package io.crosswalk.testbed.junit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** Marks the legacy database of a test: every parameter and field with this mark is given the same one. */
@java.lang.annotation.Target({ElementType.PARAMETER, ElementType.FIELD})
@Retention(RetentionPolicy.RUNTIME)
public @interface Legacy {

    /** The major version; 0 means that of {@link Databases#version()}. The first mark within a test decides. */
    int version() default 0;
}
