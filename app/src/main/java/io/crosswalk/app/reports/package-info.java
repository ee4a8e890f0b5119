/** What commands print: the same facts as a page for people and as JSON for programs. No value here is a secret. */
@NullMarked
package io.crosswalk.app.reports;

import org.jspecify.annotations.NullMarked;
