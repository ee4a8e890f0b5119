package io.crosswalk.transformer.mapping;

import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.table.TargetTable.Account.Creation;
import io.crosswalk.pipeline.table.TargetTable.Account.WithoutMatch;
import io.crosswalk.transformer.keys.KeyStrategy;
import io.crosswalk.transformer.keys.KeyStrategy.Rule;
import io.crosswalk.transformer.mapping.Mapping.Accounts;
import io.crosswalk.transformer.mapping.Mapping.Tenants;
import io.crosswalk.transformer.mapping.syntax.KeyStrategyReader;
import io.crosswalk.transformer.mapping.syntax.TableNames;
import io.crosswalk.transformer.yaml.InvalidFileException;
import io.crosswalk.transformer.yaml.Problems;
import io.crosswalk.transformer.yaml.YamlNode;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads a mapping as docs/mapping.md describes it. What needs a catalog to be judged is left to
 * {@link io.crosswalk.transformer.mapping.check.MappingCheck}.
 */
public final class MappingReader {

    /** The version of the language. */
    private static final int VERSION = 1;

    private MappingReader() {}

    /**
     * Reads a mapping and ends there when it has problems.
     *
     * @param file what to call it in messages
     * @throws InvalidFileException with every problem
     */
    public static Mapping read(String yaml, String file) {
        Problems problems = new Problems(file);
        Mapping mapping = read(yaml, problems);
        problems.throwIfAny();
        return mapping;
    }

    /**
     * Reads a mapping. Only without problems the result means anything; with some it is still fit for a check, which may find more.
     *
     * @throws InvalidFileException when the text is no YAML
     */
    public static Mapping read(String yaml, Problems problems) {
        return read(YamlNode.read(yaml, problems));
    }

    /** Reads a mapping that is part of another file. */
    public static Mapping read(YamlNode node) {
        node.integer("mapping", VERSION, VERSION);
        String source = node.text("source", "public");
        String target = node.text("target", "public");
        KeyStrategy keys = node.optional("keys").map(KeyStrategyReader::ofAll).orElse(Rule.COMPUTED);
        Optional<Tenants> tenant = node.optional("tenant").map(it -> tenants(it, source));
        Optional<Accounts> accounts = node.optional("accounts").map(it -> accounts(it, source, target));
        TableReader reader = new TableReader(new Mapping(source, target, keys, tenant, accounts, List.of()));
        List<TableMapping> tables = new ArrayList<>();
        Set<TableId> known = new HashSet<>();
        YamlNode tablesNode = node.required("tables");
        if (tablesNode.isPresent()) {
            for (Map.Entry<String, YamlNode> entry : tablesNode.entries().entrySet()) {
                TableId id = TableNames.parse(entry.getKey(), source);
                if (id.name().isEmpty() || id.schema().isEmpty()) {
                    entry.getValue().report("this is no table name", "write table or schema.table");
                } else if (!known.add(id)) {
                    entry.getValue().report("the table is mapped twice");
                } else {
                    tables.add(reader.read(id, entry.getValue()));
                }
            }
        }
        node.rejectUnknownKeys();
        return new Mapping(source, target, keys, tenant, accounts, tables);
    }

    private static Tenants tenants(YamlNode node, String sourceSchema) {
        Tenants tenants = new Tenants(TableNames.read(node.required("table"), sourceSchema), node.text("column"));
        node.rejectUnknownKeys();
        return tenants;
    }

    private static Accounts accounts(YamlNode node, String sourceSchema, String targetSchema) {
        Accounts accounts = new Accounts(
                TableNames.read(node.required("table"), sourceSchema),
                node.text("match"),
                TableNames.read(node.required("target"), targetSchema),
                choice(node, "create", Map.of("sql", Creation.SQL, "admin_api", Creation.SERVICE), "sql"),
                choice(
                        node,
                        "without_match",
                        Map.of(
                                "create",
                                WithoutMatch.CREATE,
                                "quarantine",
                                WithoutMatch.QUARANTINE,
                                "skip",
                                WithoutMatch.SKIP),
                        "create"));
        node.rejectUnknownKeys();
        return accounts;
    }

    private static <T> T choice(YamlNode node, String key, Map<String, T> choices, String otherwise) {
        String word = node.text(key, otherwise);
        T chosen = choices.get(word);
        if (chosen == null && !word.isEmpty()) {
            node.required(key)
                    .report(
                            "\"" + word + "\" is not possible here",
                            "write one of " + choices.keySet().stream().sorted().collect(Collectors.joining(", ")));
        }
        return chosen == null ? Objects.requireNonNull(choices.get(otherwise)) : chosen;
    }
}
