package io.crosswalk.operations.check.target;

import io.crosswalk.connector.SourceCatalog;
import io.crosswalk.operations.check.Finding;
import io.crosswalk.operations.check.Inspection;
import io.crosswalk.operations.check.Surroundings;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.postgres.CatalogTable;
import io.crosswalk.postgres.CatalogTable.Column;
import io.crosswalk.transformer.mapping.TableMapping;
import io.crosswalk.transformer.mapping.TargetMapping;
import io.crosswalk.transformer.mapping.check.MappingCheck;
import io.crosswalk.transformer.yaml.Nearest;
import io.crosswalk.transformer.yaml.Problem;
import io.crosswalk.transformer.yaml.Problems;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The mapping fits both catalogs: tables and columns that it names are there, and the target's can be written. */
public final class MappingFit implements Inspection {

    @Override
    public String subject() {
        return "the mapping against both catalogs";
    }

    @Override
    public List<Finding> inspect(Surroundings surroundings) throws SQLException {
        Problems problems = new Problems("the mapping");
        MappingCheck.against(
                surroundings.mapping(),
                SourceCatalog.tables(surroundings.source().catalog()),
                problems);
        Map<TableId, Set<String>> notNull = new HashMap<>();
        surroundings
                .target()
                .catalog()
                .tables()
                .forEach((id, table) -> notNull.put(
                        id,
                        table.columns().stream()
                                .filter(CatalogTable.Column::notNull)
                                .map(CatalogTable.Column::name)
                                .collect(Collectors.toSet())));
        MappingCheck.nullable(surroundings.mapping(), notNull, problems);
        List<Finding> findings = new ArrayList<>();
        for (Problem problem : problems.all()) {
            findings.add(Finding.blocker(
                    "mapping " + problem.path(),
                    problem.message(),
                    "the mapping does not fit the databases, so crosswalk run refuses it",
                    problem.suggestion()));
        }
        Set<TableId> missing = new TreeSet<>();
        for (TableMapping table : surroundings.migrated()) {
            for (TargetMapping target : table.targets()) {
                Optional<CatalogTable> held = surroundings.target().catalog().table(target.table());
                if (held.isPresent()) {
                    findings.addAll(columns(target, held.get()));
                } else if (missing.add(target.table())) {
                    findings.add(Finding.blocker(
                            "target table " + target.table(),
                            "it does not exist",
                            "there is nowhere to write the rows of " + table.source(),
                            "crosswalk prepare -c crosswalk.yaml"));
                }
            }
        }
        return findings;
    }

    private static List<Finding> columns(TargetMapping target, CatalogTable held) {
        List<Finding> findings = new ArrayList<>();
        for (String name : target.columns().keySet()) {
            Optional<Column> column = held.column(name);
            if (column.isPresent() && !column.get().generated()) {
                continue;
            }
            String suggestion = Nearest.suggest(name, held.storedColumns());
            String leave = "take " + name + " out of " + target.path() + ".columns";
            findings.add(Finding.blocker(
                    "target table " + target.table(),
                    column.isPresent() ? "its column " + name + " is generated" : "it has no column " + name,
                    column.isPresent() ? "a generated column cannot be written" : "the mapping writes it",
                    column.isPresent() || suggestion == null ? leave : suggestion));
        }
        return findings;
    }
}
