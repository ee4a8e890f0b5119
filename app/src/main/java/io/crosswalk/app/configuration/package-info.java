/**
 * The file crosswalk.yaml as records. Reading it reports every problem at once, each with its path, and touches no database.
 * docs/configuration.md describes each key; no record here shows a secret as text.
 */
@NullMarked
package io.crosswalk.app.configuration;

import org.jspecify.annotations.NullMarked;
