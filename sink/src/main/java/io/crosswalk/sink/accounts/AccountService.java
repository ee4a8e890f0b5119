package io.crosswalk.sink.accounts;

import io.crosswalk.pipeline.SinkException;

import java.util.Optional;

/**
 * A service that keeps accounts. Every call may be repeated: what was done already is answered, not done twice. Calls retry by themselves for
 * a bounded time. Safe for any number of threads.
 *
 * <p>All methods throw {@link SinkException}: passing when the service cannot be reached now, lasting when somebody has to act.
 */
public interface AccountService {

    /** What the service made of a request. */
    enum Outcome {
        DONE,
        /** An account with this id or this e-mail address is there already. */
        EXISTS,
        /** There is no account with this id. */
        ABSENT,
        /** The service does not take these values. */
        REFUSED
    }

    /**
     * An answer.
     *
     * @param detail the status and the service's error code; never a value
     */
    record Answer(Outcome outcome, String detail) {}

    /** Looks whether the service can be reached and takes the key, without changing anything. */
    void verify();

    Answer create(Account account);

    /** Changes e-mail address and metadata of an account. */
    Answer update(Account account);

    /** Deletes an account; one that is gone already is no failure. */
    void delete(String id);

    boolean exists(String id);

    /** The id of the account with an e-mail address, compared in lower case. Slow: reads the list of accounts. */
    Optional<String> withEmail(String email);
}
