package io.crosswalk.operations.tenancy;

import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.table.SourceTable;
import io.crosswalk.transformer.expression.TenantRule;
import io.crosswalk.transformer.expression.TenantRule.Alternative;
import io.crosswalk.transformer.expression.TenantRule.Always;
import io.crosswalk.transformer.expression.TenantRule.Own;
import io.crosswalk.transformer.expression.TenantRule.Through;
import io.crosswalk.transformer.mapping.Mapping;
import io.crosswalk.transformer.mapping.TableMapping;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import static io.crosswalk.postgres.Identifiers.quote;

/**
 * The ways from a row of one legacy table to its tenant, as joins. A builder of one query; belongs to one thread.
 *
 * <p>Values are compared as text: a reference may have another type than what it refers to when nothing guards it.
 */
final class TenantWays {

    private final Mapping mapping;
    private final Map<TableId, SourceTable> sources;
    private final StringBuilder joins = new StringBuilder();
    private int aliases;

    TenantWays(Mapping mapping, Map<TableId, SourceTable> sources) {
        this.mapping = mapping;
        this.sources = sources;
    }

    /**
     * One way.
     *
     * @param name for people
     * @param sql the tenant's legacy id, as text; null where the way leads nowhere
     */
    record Way(String name, String sql) {}

    /** The ways of a table, whose rows are {@code c}. */
    List<Way> of(TableMapping table) {
        List<Way> ways = new ArrayList<>();
        for (Alternative alternative :
                table.tenant().map(TenantRule::alternatives).orElse(List.of())) {
            way(alternative, "c", new HashSet<>(Set.of(table.source()))).ifPresent(ways::add);
        }
        return ways;
    }

    /** The joins that the ways need. */
    String joins() {
        return joins.toString();
    }

    private Optional<Way> way(Alternative alternative, String alias, Set<TableId> passed) {
        if (alternative instanceof Always always) {
            return Optional.of(new Way("a constant", "'" + always.legacyId().replace("'", "''") + "'::text"));
        }
        if (alternative instanceof Own own) {
            return Optional.of(new Way(own.column(), alias + "." + quote(own.column()) + "::text"));
        }
        return alternative instanceof Through through ? through(through, alias, passed) : Optional.empty();
    }

    private Optional<Way> through(Through through, String alias, Set<TableId> passed) {
        String column = alias + "." + quote(through.column()) + "::text";
        if (mapping.tenant()
                .filter(tenants -> tenants.table().equals(through.parent()))
                .isPresent()) {
            return Optional.of(new Way(through.column(), column));
        }
        SourceTable parent = sources.get(through.parent());
        Optional<TenantRule> rule = mapping.table(through.parent()).flatMap(TableMapping::tenant);
        // A circle of paths leads nowhere that another way would not lead to.
        if (parent == null || parent.key().size() != 1 || rule.isEmpty() || !passed.add(through.parent())) {
            return Optional.empty();
        }
        String own = "p" + ++aliases;
        joins.append(" LEFT JOIN ")
                .append(quote(parent.id()))
                .append(" AS ")
                .append(own)
                .append(" ON ");
        joins.append(own)
                .append('.')
                .append(quote(parent.key().names().get(0)))
                .append("::text = ")
                .append(column);
        List<Way> further = new ArrayList<>();
        for (Alternative alternative : rule.get().alternatives()) {
            way(alternative, own, passed).ifPresent(further::add);
        }
        passed.remove(through.parent());
        if (further.isEmpty()) {
            return Optional.empty();
        }
        String names = String.join(" or ", further.stream().map(Way::name).toList());
        String sql = further.size() == 1
                ? further.get(0).sql()
                : "coalesce(" + String.join(", ", further.stream().map(Way::sql).toList()) + ")";
        return Optional.of(new Way(through.column() + " -> " + mapping.space(through.parent()) + "." + names, sql));
    }
}
