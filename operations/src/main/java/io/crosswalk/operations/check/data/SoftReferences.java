package io.crosswalk.operations.check.data;

import io.crosswalk.operations.check.Finding;
import io.crosswalk.operations.check.Inspection;
import io.crosswalk.operations.check.Surroundings;
import io.crosswalk.pipeline.SourceTable;
import io.crosswalk.pipeline.TableId;
import io.crosswalk.postgres.CatalogTable;
import io.crosswalk.postgres.Identifiers;
import io.crosswalk.transformer.expression.AccountOf;
import io.crosswalk.transformer.expression.Column;
import io.crosswalk.transformer.expression.Expression;
import io.crosswalk.transformer.expression.IdOf;
import io.crosswalk.transformer.expression.TenantOf;
import io.crosswalk.transformer.expression.TenantRule.Alternative;
import io.crosswalk.transformer.expression.TenantRule.Own;
import io.crosswalk.transformer.expression.TenantRule.Through;
import io.crosswalk.transformer.mapping.Mapping;
import io.crosswalk.transformer.mapping.TableMapping;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** References of the mapping that no legacy foreign key guards: rows that point to nothing are counted, in one query each. */
public final class SoftReferences implements Inspection {

    /** A column that holds keys of another table. */
    private record Reference(String column, TableId parent) {}

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
            for (Reference reference : references(surroundings.mapping(), mapping)) {
                Optional<SourceTable> parent = tables.stream()
                        .filter(other -> other.id().equals(reference.parent())
                                && other.key().size() == 1)
                        .findFirst();
                if (parent.isPresent()
                        && table.columns().contains(reference.column())
                        && !isGuarded(legacy, reference, parent.get())) {
                    findings.addAll(orphans(surroundings, table, reference, parent.get()));
                }
            }
        }
        return findings;
    }

    private static Set<Reference> references(Mapping mapping, TableMapping table) {
        Set<Reference> references = new LinkedHashSet<>();
        table.targets().stream()
                .flatMap(target -> target.expressions().stream())
                .flatMap(Expression::parts)
                .flatMap(part -> reference(mapping, part))
                .filter(reference -> !reference.parent().equals(table.source()) || !isKey(table, reference.column()))
                .forEach(references::add);
        return references;
    }

    private static Stream<Reference> reference(Mapping mapping, Expression part) {
        if (part instanceof IdOf id && id.argument() instanceof Column column) {
            return Stream.of(new Reference(column.name(), id.table()));
        }
        if (part instanceof AccountOf account && account.argument() instanceof Column column) {
            return mapping.accounts().stream().map(accounts -> new Reference(column.name(), accounts.table()));
        }
        if (part instanceof TenantOf tenant) {
            return tenant.rule().alternatives().stream().flatMap(way -> reference(mapping, way));
        }
        return Stream.empty();
    }

    private static Stream<Reference> reference(Mapping mapping, Alternative way) {
        if (way instanceof Through through) {
            return Stream.of(new Reference(through.column(), through.parent()));
        }
        return way instanceof Own own
                ? mapping.tenant().stream().map(tenants -> new Reference(own.column(), tenants.table()))
                : Stream.empty();
    }

    // A row's own id names the row itself.
    private static boolean isKey(TableMapping table, String column) {
        return table.targets().stream()
                .flatMap(target -> target.key().names().stream().map(target::expression))
                .anyMatch(expression -> expression.columns().contains(column));
    }

    private static boolean isGuarded(CatalogTable table, Reference reference, SourceTable parent) {
        return table.foreignKeys().stream()
                .anyMatch(key -> key.columns().equals(List.of(reference.column()))
                        && key.referenced().equals(parent.id())
                        && key.referencedColumns().equals(parent.key().names()));
    }

    private static List<Finding> orphans(
            Surroundings surroundings, SourceTable table, Reference reference, SourceTable parent) throws SQLException {
        RowFilter filter = RowFilter.of(
                surroundings.mapping().table(table.id()).orElseThrow().filter(), "s");
        String column = "s." + Identifiers.quote(reference.column());
        String keyName = parent.key().names().get(0);
        String key = "p." + Identifiers.quote(keyName);
        // Only equal types let an index serve; others are compared as texts, which is what the mapping does.
        String cast = String.valueOf(table.types().get(reference.column()))
                        .equals(parent.types().get(keyName))
                ? ""
                : "::text";
        String sql = "SELECT count(*) FROM " + Identifiers.quote(table.id()) + " s WHERE " + column
                + " IS NOT NULL AND NOT EXISTS (SELECT FROM " + Identifiers.quote(parent.id()) + " p WHERE " + key
                + cast + " = "
                + column + cast + ") AND " + filter.sql();
        String where = "source column " + table.id() + "." + reference.column();
        return Measured.count(
                surroundings.source(),
                sql,
                where,
                "rows that point to no row of " + parent.id(),
                count -> Finding.warning(
                        where,
                        filter.count(count) + " point to no row of " + parent.id()
                                + ", and no foreign key guards the reference",
                        "they wait in the quarantine until that row appears, or as the reference's policy in the mapping says",
                        sql.replace("count(*)", "*") + "; -- shows them, on the source"));
    }
}
