/**
 * {@code crosswalk demo}: the main job on two embedded servers, with the Kamdental application writing all the while. Production carries
 * none of it.
 */
@NullMarked
package io.crosswalk.demo;

import org.jspecify.annotations.NullMarked;
