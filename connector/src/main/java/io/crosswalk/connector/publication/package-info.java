/**
 * What the source publishes, and how it shows that it was altered behind the stream's back: the identities of publication, tables and
 * partitions, which change even when an alteration was taken back before anybody looked.
 */
@NullMarked
package io.crosswalk.connector.publication;

import org.jspecify.annotations.NullMarked;
