/**
 * Ports of the one line {@code source.run(batch -> sink.write(transform.apply(batch)))}; the vocabulary is in the packages below it.
 *
 * <p>Values are immutable and know no technology: no JDBC, no Kafka, no Debezium. Column values travel as PostgreSQL's own text
 * form, because that is the one form that every type has and that both ends agree on.
 */
@NullMarked
package io.crosswalk.pipeline;

import org.jspecify.annotations.NullMarked;
