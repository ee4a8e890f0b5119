/**
 * What commands read of a migration that runs, or ask of it, through the tables of its target.
 */
@NullMarked
package io.crosswalk.app.ledger;

import org.jspecify.annotations.NullMarked;
