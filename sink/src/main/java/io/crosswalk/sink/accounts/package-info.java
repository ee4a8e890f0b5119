/**
 * Accounts that the authentication service makes itself: the port to it, and the Admin API of Supabase Auth behind that port. Knows nothing of
 * the target database.
 */
@NullMarked
package io.crosswalk.sink.accounts;

import org.jspecify.annotations.NullMarked;
