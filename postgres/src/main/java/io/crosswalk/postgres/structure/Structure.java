package io.crosswalk.postgres.structure;

import io.crosswalk.pipeline.row.TableId;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the tables of some schemas are made of, and what else their database holds that new tables have to live with. Immutable.
 *
 * @param tables the tables of the schemas asked for
 * @param types the declared types of the whole database
 * @param extensions the installed extensions and the schemas they are in
 * @param schemas all schemas
 * @param relations the names that tables, indexes, sequences, views and types of composite rows take
 * @param functions names of functions without arguments that return a trigger
 * @param triggers names of the triggers of each table
 * @param roles all roles
 * @param collations those that are not the server's own, and what follows their name in CREATE COLLATION
 */
public record Structure(
        Map<TableId, TableStructure> tables,
        Map<QualifiedName, DeclaredType> types,
        Map<String, String> extensions,
        Set<String> schemas,
        Set<QualifiedName> relations,
        Set<QualifiedName> functions,
        Map<TableId, Set<String>> triggers,
        Set<String> roles,
        Map<QualifiedName, String> collations) {

    public Structure {
        tables = Map.copyOf(tables);
        types = Map.copyOf(types);
        extensions = Map.copyOf(extensions);
        schemas = Set.copyOf(schemas);
        relations = Set.copyOf(relations);
        functions = Set.copyOf(functions);
        triggers = Map.copyOf(triggers);
        roles = Set.copyOf(roles);
        collations = Map.copyOf(collations);
    }

    /** Reads it. The connection's search_path is pg_catalog, so that every other name is written with its schema. */
    public static Structure read(Connection connection, Collection<String> schemas) throws SQLException {
        return new StructureReader(connection, schemas).read();
    }

    /** A table; an empty structure for one that is not there. */
    public TableStructure table(TableId id) {
        return tables.getOrDefault(id, TableStructure.EMPTY);
    }

    public Optional<DeclaredType> type(QualifiedName name) {
        return Optional.ofNullable(types.get(name));
    }
}
