package io.crosswalk.transformer.keys;

import io.crosswalk.transformer.keys.KeyStrategy.Rule;
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
public record KeySpace(String name, UUID namespace, Rule rule) {

    public KeySpace {
        if (name.isBlank()) {
            throw new IllegalArgumentException("A key space needs a name");
        }
    }

    /** The key space of a name, with a namespace of its own below the one of the migration. */
    public static KeySpace of(UUID migrationNamespace, String spaceName) {
        return of(migrationNamespace, spaceName, Rule.COMPUTED);
    }

    /**
     * The key space of a name under a strategy.
     *
     * @throws IllegalArgumentException for ids that are {@link KeyStrategy.Given given}, because nothing makes them
     */
    public static KeySpace of(UUID migrationNamespace, String spaceName, KeyStrategy strategy) {
        if (strategy instanceof KeyStrategy.Namespace own) {
            return new KeySpace(spaceName, own.namespace(), Rule.NAMED);
        }
        if (strategy instanceof Rule rule) {
            return new KeySpace(spaceName, NamedKeys.version5(migrationNamespace, spaceName), rule);
        }
        throw new IllegalArgumentException("The ids of " + spaceName + " are given, not made");
    }

    /** False when the rule makes no id of this one. */
    public boolean accepts(String legacyId) {
        return rule != Rule.KEPT || CanonicalUuid.parse(legacyId) != null;
    }

    /**
     * The UUID of a legacy id: computed when it is a CUID in range, kept when it is a UUID in canonical text, else named;
     * or by one of these ways alone, as the rule says. The text is taken as it is, never trimmed nor case-folded; the empty
     * text is a name as well.
     *
     * @throws IllegalArgumentException when the id is no valid Unicode text, or the rule does not accept it
     */
    public MappedKey map(String legacyId) {
        UUID computed = rule == Rule.COMPUTED ? CuidBijection.toUuid(legacyId) : null;
        if (computed != null) {
            return new MappedKey(computed, Method.COMPUTED);
        }
        UUID kept = rule == Rule.NAMED ? null : CanonicalUuid.parse(legacyId);
        if (kept != null) {
            return new MappedKey(kept, Method.KEPT);
        }
        if (rule == Rule.KEPT) {
            throw new IllegalArgumentException("The legacy id is no UUID, and the ids of " + name + " are kept");
        }
        return new MappedKey(NamedKeys.version5(namespace, legacyId), Method.NAMED);
    }

    @Override
    public String toString() {
        return "KeySpace[" + name + "]";
    }
}
