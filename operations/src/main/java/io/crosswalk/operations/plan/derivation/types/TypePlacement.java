package io.crosswalk.operations.plan.derivation.types;

import io.crosswalk.postgres.structure.QualifiedName;
import io.crosswalk.postgres.structure.TypeUse;

import java.util.Map;

/**
 * Where the types of the legacy database stand in the target: declared types of the default legacy schema move to the default target
 * schema and others keep theirs; a type of an extension is where the target has the extension.
 *
 * @param source the schema of legacy tables that are named without one
 * @param target the schema of target tables that are named without one
 * @param extensions the schema of each extension in the target, of those to be created too
 */
public record TypePlacement(String source, String target, Map<String, String> extensions) {

    public TypePlacement {
        extensions = Map.copyOf(extensions);
    }

    /** A type of the legacy database as the target calls it. */
    public TypeUse place(TypeUse type) {
        if (type.name() == null) {
            return type;
        }
        if (type.extension() != null) {
            return type.in(extensions.getOrDefault(type.extension(), type.name().schema()));
        }
        return type.in(place(type.name()).schema());
    }

    /** The place of a declared type. */
    public QualifiedName place(QualifiedName name) {
        return name.schema().equals(source) ? new QualifiedName(target, name.name()) : name;
    }
}
