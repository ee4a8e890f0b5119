package io.crosswalk.operations.plan.prepare;

import io.crosswalk.connector.SourceCatalog;
import io.crosswalk.connector.preparation.SourcePreparation;
import io.crosswalk.operations.plan.Plan;
import io.crosswalk.operations.plan.ddl.Present;
import io.crosswalk.operations.plan.design.DatabaseSchemas;
import io.crosswalk.operations.plan.design.DesignInput;
import io.crosswalk.operations.plan.design.IdentityChange;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.table.SourceTable;
import io.crosswalk.postgres.Catalog;
import io.crosswalk.postgres.CatalogTable;
import io.crosswalk.postgres.DatabaseAddress;
import io.crosswalk.postgres.Identifiers;
import io.crosswalk.transformer.MappedTransform;
import io.crosswalk.transformer.mapping.Mapping;
import io.crosswalk.transformer.mapping.TableMapping;
import io.crosswalk.transformer.mapping.TargetMapping;
import io.crosswalk.transformer.mapping.check.MappingCheck;
import io.crosswalk.transformer.yaml.Problems;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Makes a plan from what both databases hold. Changes nothing.
 *
 * @param name the migration's name
 * @param mapping what becomes of which table
 * @param source the legacy database
 */
public record PlanReader(String name, Mapping mapping, DatabaseAddress source) {

    /**
     * Plans.
     *
     * @param target an open connection to the target, with search_path pg_catalog
     * @throws io.crosswalk.transformer.yaml.InvalidFileException when the mapping does not fit the legacy tables, with every problem
     */
    public Plan read(Connection target) throws SQLException {
        try (Connection connection = source.connect("crosswalk plan " + name)) {
            connection.setReadOnly(true);
            DatabaseSchemas legacy = DatabaseSchemas.read(connection, sourceSchemas());
            List<SourceTable> sources = SourceCatalog.tables(legacy.catalog());
            Problems problems = new Problems("the mapping");
            MappingCheck.against(mapping, sources, problems);
            problems.throwIfAny();
            DatabaseSchemas there = DatabaseSchemas.read(target, targetSchemas());
            return Plan.of(
                    new DesignInput(mapping, sources, legacy, there, identities(connection, legacy.catalog(), sources)),
                    new Present(name, there, occupied(target, there), new PreparedSteps(name).read(target)));
        }
    }

    /** What run would set: it needs whole rows for some tables, and the key of every one. */
    private List<IdentityChange> identities(Connection connection, Catalog legacy, List<SourceTable> sources)
            throws SQLException {
        List<SourceTable> migrated = sources.stream()
                .filter(table -> mapping.table(table.id())
                        .filter(found -> !found.skipped())
                        .isPresent())
                .toList();
        Set<TableId> whole = MappedTransform.needFullIdentity(mapping, migrated);
        List<IdentityChange> changes = new ArrayList<>();
        SourcePreparation.missingIdentities(connection, migrated, legacy, whole)
                .forEach((relation, wanted) -> changes.add(new IdentityChange(
                        relation, wanted, legacy.table(relation).flatMap(PlanReader::present))));
        return changes;
    }

    private static Optional<String> present(CatalogTable table) {
        return switch (table.replicaIdentity()) {
            case DEFAULT -> Optional.of("DEFAULT");
            case NOTHING -> Optional.of("NOTHING");
            case FULL -> Optional.of("FULL");
            case INDEX -> Optional.empty();
        };
    }

    private Set<String> sourceSchemas() {
        Set<String> schemas = new TreeSet<>();
        mapping.tables().forEach(table -> schemas.add(table.source().schema()));
        return schemas;
    }

    private Set<String> targetSchemas() {
        Set<String> schemas = new TreeSet<>();
        for (TableMapping table : mapping.tables()) {
            table.targets().forEach(target -> schemas.add(target.table().schema()));
        }
        return schemas;
    }

    private Set<TableId> occupied(Connection connection, DatabaseSchemas there) throws SQLException {
        Set<TableId> occupied = new HashSet<>();
        try (Statement statement = connection.createStatement()) {
            for (TableMapping table : mapping.tables()) {
                for (TargetMapping target : table.targets()) {
                    TableId id = target.table();
                    boolean ours = !id.schema().equals(DesignInput.AUTH);
                    if (ours && there.catalog().table(id).isPresent() && holdsRows(statement, id)) {
                        occupied.add(id);
                    }
                }
            }
        }
        return occupied;
    }

    private static boolean holdsRows(Statement statement, TableId table) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT EXISTS (SELECT FROM " + Identifiers.quote(table) + ")")) {
            row.next();
            return row.getBoolean(1);
        }
    }
}
