package io.crosswalk.transformer.keys;

import io.crosswalk.transformer.keys.MappedKey.Method;

import java.util.UUID;

/**
 * A set of legacy ids that are unique among themselves, most often those of one table, and the rule that gives each its
 * UUID. Ids that can be computed or kept get the same UUID in every key space, so references that do not say which
 * table they mean follow too; only the named ones depend on the space.
 *
 * <p>Different texts give different UUIDs by construction, with two exceptions. Two names may share a SHA-1 prefix, which
 * nobody has seen happen. And a kept id may be the very UUID (version 8 or 4) that a CUID of the same table computes to:
 * possible for an id that was made from that CUID, and impossible to tell apart here. The unique constraint
 * {@code (table_name, new_id)} of {@code crosswalk.id_mappings} and the primary key of the target find both.
 *
 * <p>Immutable and safe from any thread.
 *
 * @param name what the space is called in the mapping
 * @param namespace the UUIDv5 namespace of its named ids; whoever knows it can compute new ids from legacy ids, so it
 *     is a secret of the migration and left out of {@link #toString}
 */
public record KeySpace(String name, UUID namespace) {

    public KeySpace {
        if (name.isBlank()) {
            throw new IllegalArgumentException("A key space needs a name");
        }
    }

    /** The key space of a name, with a namespace of its own below the one of the migration. */
    public static KeySpace of(UUID migrationNamespace, String spaceName) {
        return new KeySpace(spaceName, NamedKeys.version5(migrationNamespace, spaceName));
    }

    /**
     * The UUID of a legacy id: computed when it is a CUID in range, kept when it is a UUID in canonical text, else named.
     * The text is taken as it is, never trimmed nor case-folded; the empty text is a name as well.
     *
     * @throws IllegalArgumentException when the id is no valid Unicode text
     */
    public MappedKey map(String legacyId) {
        UUID computed = CuidBijection.toUuid(legacyId);
        if (computed != null) {
            return new MappedKey(computed, Method.COMPUTED);
        }
        UUID kept = CanonicalUuid.parse(legacyId);
        if (kept != null) {
            return new MappedKey(kept, Method.KEPT);
        }
        return new MappedKey(NamedKeys.version5(namespace, legacyId), Method.NAMED);
    }

    @Override
    public String toString() {
        return "KeySpace[" + name + "]";
    }
}
