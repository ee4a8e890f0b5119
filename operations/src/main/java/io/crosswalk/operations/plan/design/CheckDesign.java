package io.crosswalk.operations.plan.design;

/** A CHECK constraint of a target table; the definition as SQL: {@code CHECK (("a" > 0))}. */
public record CheckDesign(String name, String definition) {}
