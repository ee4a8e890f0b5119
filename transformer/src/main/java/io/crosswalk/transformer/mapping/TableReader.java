package io.crosswalk.transformer.mapping;

import io.crosswalk.pipeline.row.Columns;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.transformer.expression.Constant;
import io.crosswalk.transformer.expression.Expression;
import io.crosswalk.transformer.expression.TenantRule;
import io.crosswalk.transformer.expression.TenantRule.Alternative;
import io.crosswalk.transformer.expression.TenantRule.Always;
import io.crosswalk.transformer.expression.TenantRule.Own;
import io.crosswalk.transformer.expression.TenantRule.Through;
import io.crosswalk.transformer.keys.KeyStrategy;
import io.crosswalk.transformer.mapping.Mapping.Accounts;
import io.crosswalk.transformer.mapping.TargetMapping.Missing;
import io.crosswalk.transformer.mapping.syntax.ExpressionReader;
import io.crosswalk.transformer.mapping.syntax.KeyStrategyReader;
import io.crosswalk.transformer.mapping.syntax.TableNames;
import io.crosswalk.transformer.yaml.YamlNode;
import io.crosswalk.transformer.yaml.YamlNode.Kind;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads what a mapping says about one legacy table.
 *
 * @param defaults the schemas, tenants and accounts of the mapping; without tables
 */
record TableReader(Mapping defaults) {

    private static final Set<String> REFERENCES = Set.of("id", "account", "ids", "json_ids");

    TableMapping read(TableId source, YamlNode node) {
        boolean skipped = node.flag("skip", false);
        if (skipped) {
            node.rejectUnknownKeys();
            return TableMapping.skipped(node.path(), source);
        }
        KeyStrategy keys = node.optional("keys").map(KeyStrategyReader::ofTable).orElse(defaults.keys());
        Optional<TenantRule> tenant = node.optional("tenant").flatMap(this::tenant);
        boolean global = node.flag("global", false);
        if (global && tenant.isPresent()) {
            node.required("global").report("the table has a tenant rule", "leave global or tenant out");
        }
        ExpressionReader expressions = new ExpressionReader(
                source, defaults.sourceSchema(), tenant, defaults.accounts().isPresent());
        Optional<Expression> filter = node.optional("where").map(expressions::read);
        Optional<YamlNode> foldsNode = node.optional("folds");
        List<TargetMapping> targets = foldsNode.isPresent() && !node.keys().contains("targets")
                ? List.of()
                : targets(source, expressions, node.required("targets"));
        List<FoldMapping> folds = foldsNode
                .map(it -> new FoldReader(source, defaults.targetSchema(), expressions).read(it, targets))
                .orElse(List.of());
        List<String> dropped = node.texts("drop");
        node.rejectUnknownKeys();
        return new TableMapping(node.path(), source, false, keys, filter, tenant, global, targets, folds, dropped);
    }

    private Optional<TenantRule> tenant(YamlNode node) {
        if (defaults.tenant().isEmpty()) {
            node.report("the mapping does not say what a tenant is", "add tenant: {table, column} at the top");
        }
        List<Alternative> alternatives = new ArrayList<>();
        boolean nullable = false;
        for (YamlNode item : node.itemsOrSelf()) {
            if (nullable) {
                item.report("null stands before this, so it never counts", "put null last");
            }
            if (item.kind() == Kind.NULL) {
                nullable = true;
                continue;
            }
            if (!alternatives.isEmpty() && alternatives.get(alternatives.size() - 1) instanceof Always) {
                item.report("a constant tenant stands before this, so it never counts", "put the constant last");
            }
            alternatives.add(alternative(item));
        }
        if (alternatives.isEmpty()) {
            node.report("nothing leads to the tenant", "write global: true for a table without tenant");
            return Optional.empty();
        }
        if (nullable && alternatives.get(alternatives.size() - 1) instanceof Always) {
            node.report("a constant tenant stands before null, so null never counts", "leave null out");
        }
        return Optional.of(new TenantRule(alternatives, nullable));
    }

    private Alternative alternative(YamlNode node) {
        if (node.kind() != Kind.MAP) {
            return new Own(node.text());
        }
        Alternative alternative = node.keys().contains("constant")
                ? new Always(node.text("constant"))
                : new Through(node.text("through"), TableNames.read(node.required("of"), defaults.sourceSchema()));
        node.rejectUnknownKeys();
        return alternative;
    }

    private List<TargetMapping> targets(TableId source, ExpressionReader expressions, YamlNode node) {
        List<TargetMapping> targets = new ArrayList<>();
        boolean recorded = isUserTable(source);
        List<YamlNode> items = node.items();
        if (node.kind() == Kind.LIST && items.isEmpty()) {
            node.report("there are no targets", "to leave the table behind write {skip: true}");
        }
        for (YamlNode item : items) {
            TargetMapping target = target(source, expressions, item, !recorded);
            recorded = recorded || target.recordsIds();
            targets.add(target);
        }
        return targets;
    }

    private TargetMapping target(TableId source, ExpressionReader expressions, YamlNode node, boolean mayRecord) {
        TableId table = TableNames.read(node.required("table"), defaults.targetSchema());
        Optional<Expression> condition = node.optional("when").map(expressions::read);
        Map<String, Expression> columns = new LinkedHashMap<>();
        Map<String, Missing> missing = new HashMap<>();
        YamlNode columnsNode = node.required("columns");
        if (columnsNode.isPresent()) {
            columnsNode.entries().forEach((name, value) -> {
                missing(value).ifPresent(policy -> missing.put(name, policy));
                columns.put(name, expressions.read(value));
            });
        }
        Columns key = key(node, columnsNode, columns);
        TargetMapping target = new TargetMapping(node.path(), table, key, condition, false, columns, missing);
        boolean hasId = !target.idColumns(source).isEmpty();
        boolean recordsIds = node.flag("ids", mayRecord && hasId);
        if (recordsIds && (!hasId || isUserTable(source))) {
            node.required("ids")
                    .report(
                            hasId
                                    ? "the ids of users are recorded when they are linked to their accounts"
                                    : "only a key that is one {id: <legacy key>} of the own table can be recorded",
                            "leave ids out");
        }
        node.rejectUnknownKeys();
        return new TargetMapping(node.path(), table, key, condition, recordsIds, columns, missing);
    }

    /** What a reference says about a missing parent. Only a reference that is the whole column can do something about it. */
    private static Optional<Missing> missing(YamlNode node) {
        if (node.kind() != Kind.MAP || node.keys().stream().noneMatch(REFERENCES::contains)) {
            return Optional.empty();
        }
        Optional<YamlNode> written = node.optionalOrNull("missing");
        if (written.isEmpty()) {
            return Optional.empty();
        }
        String text = written.get().kind() == Kind.NULL ? "null" : written.get().text();
        Optional<Missing> known = Stream.of(Missing.values())
                .filter(policy -> policy.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst();
        if (known.isEmpty()) {
            written.get().report("there is no policy \"" + text + "\"", "known: null, quarantine, fail, keep");
        }
        return known;
    }

    private static Columns key(YamlNode node, YamlNode columnsNode, Map<String, Expression> columns) {
        Set<String> key = new LinkedHashSet<>();
        Optional<YamlNode> written = node.optional("key");
        List<YamlNode> items = written.map(YamlNode::itemsOrSelf).orElse(List.of());
        for (YamlNode item : items) {
            if (!key.add(item.text())) {
                item.report("the column is named twice");
            }
        }
        written.filter(list -> list.kind() == Kind.LIST && items.isEmpty())
                .ifPresent(list -> list.report("a key has at least one column"));
        if (key.isEmpty()) {
            key.add("id");
        }
        for (String column : key) {
            if (columnsNode.kind() == Kind.MAP && !columns.containsKey(column)) {
                columnsNode.report("the key column \"" + column + "\" is missing", "add it, or say key: <column>");
            }
            // So that a target with a problem is still a target.
            columns.putIfAbsent(column, new Constant(""));
        }
        return Columns.of(List.copyOf(key));
    }

    private boolean isUserTable(TableId source) {
        return defaults.accounts().map(Accounts::table).filter(source::equals).isPresent();
    }
}
