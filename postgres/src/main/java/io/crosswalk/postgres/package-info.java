/**
 * What connector, sink and operations share about PostgreSQL: where a database is, how names are quoted, which failures pass, what the
 * catalog says, and COPY's text format. JDBC, and nothing of any of the three.
 */
@NullMarked
package io.crosswalk.postgres;

import org.jspecify.annotations.NullMarked;
