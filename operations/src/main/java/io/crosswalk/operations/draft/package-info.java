/**
 * Drafts a crosswalk.yaml from the legacy catalog: reads the schema ({@code legacy}), names tables and columns ({@code naming}), finds
 * the ways to the tenant ({@code tenancy}), looks at values of soft references ({@code sampling}), decides table by table
 * ({@code table}), writes YAML ({@code text}) and adds to a file that exists ({@code merge}). Changes nothing in any database.
 */
@NullMarked
package io.crosswalk.operations.draft;

import org.jspecify.annotations.NullMarked;
