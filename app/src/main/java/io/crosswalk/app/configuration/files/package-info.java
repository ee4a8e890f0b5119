/** What stands outside of a configuration: text files, and secrets in files or environment variables. */
@NullMarked
package io.crosswalk.app.configuration.files;

import org.jspecify.annotations.NullMarked;
