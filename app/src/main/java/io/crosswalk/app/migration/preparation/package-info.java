/** What a migration is made of before a row moves: its settings, what both databases look like and have to have, what stands in the way. */
@NullMarked
package io.crosswalk.app.migration.preparation;

import org.jspecify.annotations.NullMarked;
