package io.crosswalk.testbed.junit;

import org.junit.jupiter.api.extension.ExtendWith;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/**
 * Hands out empty databases to the tests of a class: each parameter of type
 * {@link io.crosswalk.testbed.server.Database} gets a fresh one, dropped when the test (or the class, for what a
 * {@code @BeforeAll} method got) ends; a parameter of type {@link io.crosswalk.testbed.server.PostgresServer} gets the
 * shared server. Parameters and fields marked {@link Legacy} or {@link Target} share one database within a test.
 */
@java.lang.annotation.Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(DatabasesExtension.class)
public @interface Databases {

    /** The major version; 0 means that of the property crosswalk.test.version, else 17. */
    int version() default 0;
}
