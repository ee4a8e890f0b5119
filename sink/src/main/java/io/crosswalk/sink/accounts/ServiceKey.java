package io.crosswalk.sink.accounts;

/** The key that opens the Admin API. Shows itself to nobody but the request that needs it. */
public final class ServiceKey {

    private final String value;

    /**
     * Checks its form.
     *
     * @throws IllegalArgumentException when no HTTP header could carry it; the message does not repeat it
     */
    public ServiceKey(String value) {
        if (value.isEmpty() || !value.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new IllegalArgumentException("the service key is empty or holds characters that no key has");
        }
        this.value = value;
    }

    String value() {
        return value;
    }

    @Override
    public String toString() {
        return "(service key)";
    }
}
