package io.crosswalk.operations.plan.design;

import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.postgres.structure.DeclaredType;
import io.crosswalk.postgres.structure.QualifiedName;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything a target has to have for a mapping.
 *
 * @param schemas the schemas of its tables and types
 * @param extensions the extensions that its types need, and the schemas for those that are missing
 * @param collations the collations that its columns need, and what follows their names in CREATE COLLATION
 * @param types its declared types, parts before wholes
 * @param tables its tables in the order of the mapping; not those of Supabase Auth
 * @param foreignKeys what refers to what
 * @param late the constraints that wait for the cutover
 * @param profiles the trigger that gives every new account its profile, when there are accounts of Supabase Auth
 * @param authTables the tables of Supabase Auth that the mapping writes
 * @param problems what only a person can create
 * @param notes what the reader of the plan should know
 */
public record TargetDesign(
        List<String> schemas,
        Map<String, String> extensions,
        Map<QualifiedName, String> collations,
        List<DeclaredType> types,
        List<TableDesign> tables,
        List<ForeignKeyDesign> foreignKeys,
        List<LateConstraint> late,
        Optional<ProfileTrigger> profiles,
        List<TableId> authTables,
        List<String> problems,
        List<String> notes) {

    public TargetDesign {
        schemas = List.copyOf(schemas);
        extensions = Map.copyOf(extensions);
        types = List.copyOf(types);
        tables = List.copyOf(tables);
        foreignKeys = List.copyOf(foreignKeys);
        late = List.copyOf(late);
        collations = Map.copyOf(collations);
        authTables = List.copyOf(authTables);
        problems = List.copyOf(problems);
        notes = List.copyOf(notes);
    }
}
