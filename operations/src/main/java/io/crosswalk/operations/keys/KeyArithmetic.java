package io.crosswalk.operations.keys;

import io.crosswalk.operations.keys.ConvertedKey.Direction;
import io.crosswalk.operations.keys.ConvertedKey.Method;
import io.crosswalk.transformer.keys.CuidBijection;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

/** Converts keys without any configuration: the bijection of CUIDs and UUIDs, both ways. Stateless, safe from any thread. */
public final class KeyArithmetic {

    /** What can be computed, for people. */
    static final String FORMATS =
            "a CUID is c and 24 digits or lower-case letters, minted from 2012-10-01 to 2033-12-02 (or dated 2034-01-04 to 2055, for rows"
                    + " born in the new schema); a UUID is 8-4-4-4-12 hexadecimal digits";

    private static final int BORN_IN_THE_NEW_SCHEMA = 4;
    private static final int LONGEST_SHOWN = 80;
    private static final Pattern UUID_TEXT = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private KeyArithmetic() {}

    /**
     * Converts a CUID or a UUID.
     *
     * @throws UnknownKeyException for every other text, and for UUIDs of versions that no CUID becomes
     */
    public static ConvertedKey convert(String key) {
        UUID computed = CuidBijection.toUuid(key);
        if (computed != null) {
            return new ConvertedKey(key, Direction.TO_NEW, computed.toString(), Method.COMPUTED, null, null, List.of());
        }
        UUID uuid = uuid(key);
        if (uuid == null) {
            throw new UnknownKeyException(
                    shown(key) + " is neither a CUID nor a UUID that can be computed: " + FORMATS
                            + ". Other legacy keys become a UUIDv5 in the migration's namespace: name -c crosswalk.yaml and --table");
        }
        String cuid = CuidBijection.toCuid(uuid);
        if (cuid == null) {
            throw new UnknownKeyException(key + " is a UUID of version " + uuid.version()
                    + ", and arithmetic leads back from versions 8 and 4 only: " + FORMATS
                    + ". Where it was a legacy key itself, it is kept as it is; where it was made from a name, crosswalk.id_mappings"
                    + " knows the legacy key: name -c crosswalk.yaml");
        }
        return new ConvertedKey(key, Direction.TO_LEGACY, cuid, Method.COMPUTED, null, null, notes(uuid));
    }

    private static List<String> notes(UUID uuid) {
        return uuid.version() == BORN_IN_THE_NEW_SCHEMA
                ? List.of(
                        "a UUIDv4 is a row born in the new schema, which gets this CUID on its way back, or a legacy key that was a UUID"
                                + " and is kept as it is; -c crosswalk.yaml looks into crosswalk.id_mappings")
                : List.of();
    }

    /** The UUID that a text is, in lower or upper case; null for other texts. UUID.fromString takes shorter forms too. */
    static @Nullable UUID uuid(String text) {
        return UUID_TEXT.matcher(text).matches() ? UUID.fromString(text) : null;
    }

    // What was pasted by mistake may be long, and need not be a key.
    private static String shown(String key) {
        return key.isEmpty()
                ? "the empty text"
                : key.length() > LONGEST_SHOWN ? "a text of " + key.length() + " characters" : '"' + key + '"';
    }
}
