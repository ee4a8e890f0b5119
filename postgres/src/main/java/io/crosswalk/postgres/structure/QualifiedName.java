package io.crosswalk.postgres.structure;

import io.crosswalk.postgres.Identifiers;

import java.util.Comparator;

/** Schema and name of a type or a relation, as the catalog spells them. */
public record QualifiedName(String schema, String name) implements Comparable<QualifiedName> {

    private static final Comparator<QualifiedName> ORDER =
            Comparator.comparing(QualifiedName::schema).thenComparing(QualifiedName::name);

    /** For SQL. */
    public String quoted() {
        return Identifiers.quote(schema) + "." + Identifiers.quote(name);
    }

    @Override
    public int compareTo(QualifiedName other) {
        return ORDER.compare(this, other);
    }

    /** For people: unquoted. */
    @Override
    public String toString() {
        return schema + "." + name;
    }
}
