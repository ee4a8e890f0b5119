package io.crosswalk.operations.plan.design;

import io.crosswalk.postgres.Catalog;
import io.crosswalk.postgres.structure.Structure;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;

/** One database as its catalog describes it at one moment. Immutable. */
public record DatabaseSchemas(Catalog catalog, Structure structure) {

    /** Reads the tables of some schemas. The connection's search_path is pg_catalog. */
    public static DatabaseSchemas read(Connection connection, Collection<String> schemas) throws SQLException {
        return new DatabaseSchemas(Catalog.read(connection, schemas), Structure.read(connection, schemas));
    }
}
