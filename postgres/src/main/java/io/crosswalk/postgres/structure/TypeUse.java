package io.crosswalk.postgres.structure;

import org.jspecify.annotations.Nullable;

/**
 * The type of a column or an attribute.
 *
 * @param text as {@code format_type} writes it under {@code search_path = pg_catalog}: {@code character varying(255)}
 * @param name schema and name of the type, of the elements' type for an array, when it is not a built-in one; else null
 * @param extension the extension that the named type belongs to, else null
 * @param suffix what follows the name of a named type: its modifier and the brackets of an array
 */
public record TypeUse(
        String text, @Nullable QualifiedName name, @Nullable String extension, String suffix) {

    /** A built-in type. */
    public static TypeUse builtin(String text) {
        return new TypeUse(text, null, null, "");
    }

    /** The same type in another schema. */
    public TypeUse in(String schema) {
        if (name == null) {
            return this;
        }
        QualifiedName moved = new QualifiedName(schema, name.name());
        return new TypeUse(moved.quoted() + suffix, moved, extension, suffix);
    }

    /** True when both are the same type with the same modifier, however they are written. */
    public boolean isSameAs(TypeUse other) {
        return name == null ? text.equals(other.text) : name.equals(other.name) && suffix.equals(other.suffix);
    }
}
