/** What the roles of a migration must be allowed to do, looked at before anything is touched, each gap with the statement that closes it. */
@NullMarked
package io.crosswalk.operations.privileges;

import org.jspecify.annotations.NullMarked;
