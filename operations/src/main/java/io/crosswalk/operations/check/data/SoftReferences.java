package io.crosswalk.operations.check.data;

import io.crosswalk.operations.check.Finding;
import io.crosswalk.operations.check.Inspection;
import io.crosswalk.operations.check.Query;
import io.crosswalk.operations.check.Surroundings;
import io.crosswalk.pipeline.table.SourceTable;
import io.crosswalk.postgres.CatalogTable;
import io.crosswalk.postgres.Identifiers;
import io.crosswalk.transformer.expression.Expression;
import io.crosswalk.transformer.mapping.Mapping;
import io.crosswalk.transformer.mapping.TableMapping;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * References of the mapping that no legacy foreign key guards, of whatever kind: rows that point to nothing are counted, in one query
 * each; ids in JSON that the database does not know as such are read.
 */
public final class SoftReferences implements Inspection {

    @Override
    public String subject() {
        return "references without a foreign key";
    }

    @Override
    public List<Finding> inspect(Surroundings surroundings) throws SQLException {
        List<Finding> findings = new ArrayList<>();
        List<SourceTable> tables = surroundings.sourceTables();
        for (SourceTable table : tables) {
            TableMapping mapping = surroundings.mapping().table(table.id()).orElseThrow();
            CatalogTable legacy =
                    surroundings.source().catalog().table(table.id()).orElseThrow();
            for (SoftReference reference : references(surroundings.mapping(), mapping)) {
                Optional<SourceTable> parent = tables.stream()
                        .filter(other -> other.id().equals(reference.parent()))
                        .filter(other -> reference.isCountable(table, other) && !reference.isGuarded(legacy, other))
                        .findFirst();
                if (parent.isPresent()) {
                    findings.addAll(orphans(surroundings, table, reference, parent.get()));
                }
            }
        }
        return findings;
    }

    static Set<SoftReference> references(Mapping mapping, TableMapping table) {
        Set<SoftReference> references = new LinkedHashSet<>();
        table.outputs().stream()
                .flatMap(target -> target.expressions().stream())
                .flatMap(Expression::parts)
                .flatMap(part -> SoftReference.of(mapping, part))
                .filter(reference -> !isOwnKey(table, reference))
                .forEach(references::add);
        return references;
    }

    // A row's own id names the row itself.
    private static boolean isOwnKey(TableMapping table, SoftReference reference) {
        return reference.parent().equals(table.source())
                && reference.isWhole()
                && table.outputs().stream()
                        .flatMap(target -> target.key().names().stream().map(target::expression))
                        .anyMatch(expression -> expression.columns().containsAll(reference.columns()));
    }

    private static List<Finding> orphans(
            Surroundings surroundings, SourceTable table, SoftReference reference, SourceTable parent)
            throws SQLException {
        RowFilter filter = RowFilter.of(
                surroundings.mapping().table(table.id()).orElseThrow().filter(), "s");
        String sql = "SELECT count(*) FROM " + Identifiers.quote(table.id()) + " s WHERE "
                + reference.orphaned(table, parent) + " AND " + filter.sql();
        String where = "source column " + table.id() + "." + reference.text();
        Optional<WrittenJson> written = reference.written(table, parent, filter);
        return Measured.count(
                () -> written.isPresent()
                        ? written.get()
                                .orphans(
                                        surroundings.source().connection(),
                                        surroundings.settings().patience())
                        : Query.of(sql).number(surroundings.source().connection()),
                sql,
                where,
                "rows that point to no row of " + parent.id(),
                count -> Finding.warning(
                        where,
                        filter.count(count) + " point to no row of " + parent.id()
                                + ", and no foreign key guards the reference",
                        reference.isWhole()
                                ? "they wait in the quarantine until that row appears, or as the reference's policy in the mapping"
                                        + " says; a member of a fold shows nowhere until then"
                                : "the new ids are written, and lead nowhere in the target either",
                        sql.replace("count(*)", "*") + "; -- shows them, on the source"
                                + (written.isPresent() ? ", unless one of the documents is no JSON" : "")));
    }
}
