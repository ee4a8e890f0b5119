/**
 * Kamdental, the first user of Crosswalk, as an example: the legacy database that Prisma made, realistic content for it,
 * the application that goes on writing to it, and the empty target on Supabase.
 */
@NullMarked
package io.crosswalk.testbed.kamdental;

import org.jspecify.annotations.NullMarked;
