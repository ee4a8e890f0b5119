/**
 * Who a legacy user is in the target: the account that exists already, one with an id of ours, or one that a service makes. Also users who
 * get none, and accounts that go.
 */
@NullMarked
package io.crosswalk.sink.accounts.linking;

import org.jspecify.annotations.NullMarked;
