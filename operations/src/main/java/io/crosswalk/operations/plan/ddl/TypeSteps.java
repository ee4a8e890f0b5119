package io.crosswalk.operations.plan.ddl;

import io.crosswalk.operations.plan.design.TargetDesign;
import io.crosswalk.postgres.Identifiers;
import io.crosswalk.postgres.structure.DeclaredType;
import io.crosswalk.postgres.structure.DeclaredType.Attribute;
import io.crosswalk.postgres.structure.DeclaredType.Domain;
import io.crosswalk.postgres.structure.DeclaredType.Kind;
import io.crosswalk.postgres.structure.Structure;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Schemas, extensions and declared types that are missing, or differ. Belongs to one thread. */
final class TypeSteps {

    private final TargetDesign design;
    private final Structure present;
    private final List<String> conflicts;

    /** @param conflicts gets what differs and cannot be changed */
    TypeSteps(TargetDesign design, Structure present, List<String> conflicts) {
        this.design = design;
        this.present = present;
        this.conflicts = conflicts;
    }

    List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        for (String schema : design.schemas()) {
            if (!present.schemas().contains(schema)) {
                String name = Identifiers.quote(schema);
                steps.add(new Step(
                        "schema " + schema, "CREATE SCHEMA " + name + ";", "DROP SCHEMA IF EXISTS " + name + ";"));
            }
        }
        new TreeMap<>(design.extensions()).forEach((name, schema) -> {
            if (!present.extensions().containsKey(name)) {
                steps.add(new Step(
                        "extension " + name,
                        "CREATE EXTENSION " + Identifiers.quote(name) + " SCHEMA " + Identifiers.quote(schema) + ";",
                        "DROP EXTENSION IF EXISTS " + Identifiers.quote(name) + ";"));
            }
        });
        design.collations().forEach((name, definition) -> {
            if (!present.collations().containsKey(name)) {
                steps.add(new Step(
                        "collation " + name,
                        "CREATE COLLATION " + name.quoted() + " " + definition + ";",
                        "DROP COLLATION IF EXISTS " + name.quoted() + ";"));
            }
        });
        for (DeclaredType type : design.types()) {
            present.type(type.name()).ifPresentOrElse(it -> compare(type, it), () -> {
                if (type.kind() != Kind.OTHER) {
                    steps.add(create(type));
                }
            });
        }
        return steps;
    }

    private void compare(DeclaredType wanted, DeclaredType there) {
        boolean same = wanted.kind() == there.kind()
                && (wanted.kind() != Kind.ENUM || there.labels().containsAll(wanted.labels()))
                && (wanted.kind() != Kind.COMPOSITE || hasSameAttributes(wanted, there));
        if (!same) {
            conflicts.add("type " + wanted.name() + " exists and differs from the legacy one: "
                    + (wanted.kind() == Kind.ENUM && there.kind() == Kind.ENUM
                            ? "add the missing labels with ALTER TYPE ... ADD VALUE"
                            : "rename or change it"));
        }
    }

    private static boolean hasSameAttributes(DeclaredType wanted, DeclaredType there) {
        return wanted.attributes().size() == there.attributes().size()
                && IntStream.range(0, wanted.attributes().size()).allMatch(i -> {
                    Attribute attribute = wanted.attributes().get(i);
                    return attribute.name().equals(there.attributes().get(i).name())
                            && attribute
                                    .type()
                                    .isSameAs(there.attributes().get(i).type());
                });
    }

    private static Step create(DeclaredType type) {
        String name = type.name().quoted();
        Domain domain = type.domain();
        String kind = type.kind() == Kind.DOMAIN ? "DOMAIN" : "TYPE";
        String sql = domain != null
                ? domain(name, domain)
                : type.kind() == Kind.ENUM
                        ? "CREATE TYPE " + name + " AS ENUM ("
                                + type.labels().stream()
                                        .map(Identifiers::literal)
                                        .collect(Collectors.joining(", "))
                                + ");"
                        : "CREATE TYPE " + name + " AS ("
                                + type.attributes().stream()
                                        .map(it -> Identifiers.quote(it.name()) + " "
                                                + it.type().text())
                                        .collect(Collectors.joining(", "))
                                + ");";
        return new Step(
                (kind.equals("DOMAIN") ? "domain " : "type ") + type.name(),
                sql,
                "DROP " + kind + " IF EXISTS " + name + ";");
    }

    private static String domain(String name, Domain domain) {
        String defaultExpression = domain.defaultExpression();
        return "CREATE DOMAIN " + name + " AS " + domain.base().text()
                + (defaultExpression == null ? "" : " DEFAULT " + defaultExpression)
                + (domain.notNull() ? " NOT NULL" : "")
                + domain.constraints().stream()
                        .map(it -> " CONSTRAINT " + Identifiers.quote(it.name()) + " " + it.definition())
                        .collect(Collectors.joining())
                + ";";
    }
}
