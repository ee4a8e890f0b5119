/** A fake of Supabase Auth's Admin API over HTTP, with accounts in memory or in a database of Supabase's shape, and faults on demand. */
@NullMarked
package io.crosswalk.testbed.auth;

import org.jspecify.annotations.NullMarked;
