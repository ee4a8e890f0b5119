package io.crosswalk.postgres.structure;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;

/**
 * A type that somebody declared.
 *
 * @param name its name
 * @param kind what it is
 * @param labels the labels of an enum, in order
 * @param attributes the attributes of a composite type, in order
 * @param domain what a domain adds to its base type; null for others
 */
public record DeclaredType(
        QualifiedName name,
        Kind kind,
        List<String> labels,
        List<Attribute> attributes,
        @Nullable Domain domain) {

    /** {@code pg_type.typtype}. */
    public enum Kind {
        ENUM,
        DOMAIN,
        COMPOSITE,
        /** Ranges and base types: they cannot be described by their parts alone. */
        OTHER
    }

    /** An attribute of a composite type. */
    public record Attribute(String name, TypeUse type) {}

    /**
     * A domain.
     *
     * @param constraints its checks as {@code pg_get_constraintdef} writes them, by name
     */
    public record Domain(
            TypeUse base, boolean notNull, @Nullable String defaultExpression, List<DomainCheck> constraints) {
        public Domain {
            constraints = List.copyOf(constraints);
        }
    }

    /** A named check of a domain. */
    public record DomainCheck(String name, String definition) {}

    public DeclaredType {
        Objects.requireNonNull(name, "name");
        labels = List.copyOf(labels);
        attributes = List.copyOf(attributes);
    }

    /** The types it is made of. */
    public List<TypeUse> parts() {
        return domain != null
                ? List.of(domain.base())
                : attributes.stream().map(Attribute::type).toList();
    }
}
