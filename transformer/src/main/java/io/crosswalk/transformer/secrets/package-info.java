/** Secrets of the legacy rows (access tokens) on their way: sealed before they leave the transformer, in nobody's log or message. */
@NullMarked
package io.crosswalk.transformer.secrets;

import org.jspecify.annotations.NullMarked;
