/** Types, defaults and SQL expressions of the legacy database as the target has them. Pure. */
@NullMarked
package io.crosswalk.operations.plan.derivation.types;

import org.jspecify.annotations.NullMarked;
