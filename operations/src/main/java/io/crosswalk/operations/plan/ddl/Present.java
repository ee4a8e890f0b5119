package io.crosswalk.operations.plan.ddl;

import io.crosswalk.operations.plan.design.DatabaseSchemas;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.postgres.structure.QualifiedName;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The target as it is.
 *
 * @param migration the migration's name
 * @param schemas its catalog
 * @param occupied the target tables that hold rows
 * @param done what prepare did for this migration, by phase
 */
public record Present(String migration, DatabaseSchemas schemas, Set<TableId> occupied, Map<Integer, List<Step>> done) {

    public Present {
        occupied = Set.copyOf(occupied);
        done = Map.copyOf(done);
    }

    boolean hasRelation(String schema, String name) {
        return schemas.structure().relations().contains(new QualifiedName(schema, name));
    }

    boolean has(TableId table) {
        return schemas.catalog().table(table).isPresent();
    }

    /** True for what prepare made already. */
    boolean isDone(int phase, String what) {
        return steps(phase).stream().anyMatch(step -> step.what().equals(what));
    }

    List<Step> steps(int phase) {
        return done.getOrDefault(phase, List.of());
    }
}
