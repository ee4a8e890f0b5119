package io.crosswalk.operations.plan.derivation.types;

import io.crosswalk.postgres.structure.DeclaredType;
import io.crosswalk.postgres.structure.DeclaredType.Attribute;
import io.crosswalk.postgres.structure.DeclaredType.Domain;
import io.crosswalk.postgres.structure.DeclaredType.DomainCheck;
import io.crosswalk.postgres.structure.DeclaredType.Kind;
import io.crosswalk.postgres.structure.QualifiedName;
import io.crosswalk.postgres.structure.Structure;
import io.crosswalk.postgres.structure.TypeUse;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Finds the declared types that target columns need, and describes them as the target has them: parts before wholes. */
public final class TypeDesigner {

    private final Structure legacy;
    private final TypePlacement placement;
    private final Map<QualifiedName, DeclaredType> needed = new LinkedHashMap<>();
    private final Map<QualifiedName, String> collations = new LinkedHashMap<>();
    private final Set<String> extensions = new LinkedHashSet<>();
    private final List<String> problems = new ArrayList<>();

    public TypeDesigner(Structure legacy, TypePlacement placement) {
        this.legacy = legacy;
        this.placement = placement;
    }

    /** Where every declared type of the legacy database stands in the target. */
    public Map<QualifiedName, QualifiedName> moves() {
        Map<QualifiedName, QualifiedName> moves = new HashMap<>();
        legacy.types().keySet().forEach(name -> moves.put(name, placement.place(name)));
        return moves;
    }

    /** Notes that a column of the legacy type is copied. */
    public void need(TypeUse type) {
        if (type.extension() != null) {
            extensions.add(type.extension());
        }
        QualifiedName name = type.name();
        if (name == null || type.extension() != null || needed.containsKey(placement.place(name))) {
            return;
        }
        DeclaredType declared = legacy.types().get(name);
        if (declared == null) {
            problems.add("type " + name + " cannot be described: create " + placement.place(name)
                    + " in the target yourself");
            return;
        }
        declared.parts().forEach(this::need);
        needed.put(placement.place(name), placed(declared));
    }

    /** Notes that a constraint needs an extension. */
    public void needExtensions(List<String> names) {
        extensions.addAll(names);
    }

    /** Notes that a column has a collation of the legacy database's own; where the target has it, or empty when it cannot be described. */
    public Optional<QualifiedName> needCollation(QualifiedName name) {
        String definition = legacy.collations().get(name);
        if (definition == null) {
            return Optional.empty();
        }
        collations.put(placement.place(name), definition);
        return Optional.of(placement.place(name));
    }

    /** The collations that are needed, and what follows their names in CREATE COLLATION. */
    public Map<QualifiedName, String> collations() {
        return Map.copyOf(collations);
    }

    private DeclaredType placed(DeclaredType type) {
        Domain domain = type.domain();
        return new DeclaredType(
                placement.place(type.name()),
                type.kind(),
                type.labels(),
                type.attributes().stream()
                        .map(attribute -> new Attribute(attribute.name(), placement.place(attribute.type())))
                        .toList(),
                domain == null ? null : placed(type.name(), domain));
    }

    private Domain placed(QualifiedName name, Domain domain) {
        ExpressionText text = new ExpressionText(Map.of(), moves());
        List<DomainCheck> checks = new ArrayList<>();
        for (DomainCheck check : domain.constraints()) {
            Optional<String> definition = text.renamed(check.definition());
            definition.ifPresentOrElse(
                    it -> checks.add(new DomainCheck(check.name(), it)),
                    () -> problems.add("check " + check.name() + " of domain " + name
                            + " calls a function of the application: create the domain " + placement.place(name)
                            + " in the target yourself"));
        }
        String defaultExpression = domain.defaultExpression();
        return new Domain(
                placement.place(domain.base()),
                domain.notNull(),
                defaultExpression == null
                        ? null
                        : text.renamed(defaultExpression).orElse(null),
                checks);
    }

    /** The declared types in an order in which they can be created. */
    public List<DeclaredType> types() {
        return List.copyOf(needed.values());
    }

    public List<String> extensions() {
        return List.copyOf(extensions);
    }

    /** Types that only a person can create, where the target has them not. */
    public List<String> problems(Structure target) {
        List<String> left = new ArrayList<>(problems);
        needed.values().stream()
                .filter(type -> type.kind() == Kind.OTHER)
                .map(DeclaredType::name)
                .filter(name -> target.type(name).isEmpty())
                .map(name -> "type " + name + " is a range or a base type: create it in the target yourself")
                .forEach(left::add);
        return left.stream().filter(Objects::nonNull).toList();
    }
}
