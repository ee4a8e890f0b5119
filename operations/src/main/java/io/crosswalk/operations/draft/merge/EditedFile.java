package io.crosswalk.operations.draft.merge;

import io.crosswalk.operations.draft.DraftRefusedException;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.transformer.keys.KeyStrategy.Given;
import io.crosswalk.transformer.mapping.Mapping;
import io.crosswalk.transformer.mapping.MappingReader;
import io.crosswalk.transformer.mapping.TableMapping;
import io.crosswalk.transformer.mapping.TargetMapping;
import io.crosswalk.transformer.yaml.PlainValue;
import io.crosswalk.transformer.yaml.Problems;
import io.crosswalk.transformer.yaml.YamlNode;
import io.crosswalk.transformer.yaml.YamlNode.Kind;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A file that was drafted before and may have been edited: a configuration with its mapping inside, or a mapping alone. Immutable.
 *
 * @param name what to call it in messages
 * @param text the whole text
 * @param content what the text says
 * @param mapping what its mapping means
 * @param mappingPath the keys that lead to the mapping in the file
 */
public record EditedFile(String name, String text, PlainValue content, Mapping mapping, List<String> mappingPath) {

    private static final String MAPPING = "mapping";

    /**
     * Reads a file.
     *
     * @throws io.crosswalk.transformer.yaml.InvalidFileException with every problem of the mapping
     * @throws DraftRefusedException when the mapping is in another file
     */
    public static EditedFile read(String name, String text) {
        Problems problems = new Problems(name);
        YamlNode root = YamlNode.read(text, problems);
        boolean alone = root.keys().contains("tables");
        if (!alone
                && root.optional(MAPPING)
                        .filter(node -> node.kind() == Kind.MAP)
                        .isEmpty()) {
            throw new DraftRefusedException(name + " holds no mapping to add to: "
                    + (root.keys().contains(MAPPING)
                            ? "name the file of the mapping with -o"
                            : "name a new file with -o"));
        }
        Mapping mapping = MappingReader.read(alone ? root : root.required(MAPPING));
        problems.throwIfAny();
        return new EditedFile(name, text, PlainValue.of(root), mapping, alone ? List.of() : List.of(MAPPING));
    }

    /** The legacy columns that the mapping of a table speaks about. */
    public static Set<String> usedColumns(TableMapping table) {
        Set<String> used = new TreeSet<>(table.dropped());
        table.tenant().ifPresent(rule -> used.addAll(rule.columns()));
        if (table.keys() instanceof Given given) {
            used.add(given.column());
        }
        table.expressions().forEach(expression -> used.addAll(expression.columns()));
        return used;
    }

    /** The target tables that the mapping writes. */
    public Set<TableId> targets() {
        return mapping.tables().stream()
                .flatMap(table -> table.targets().stream())
                .map(TargetMapping::table)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * Which targets of a table get its new columns: the first that every row has and that is not part of an account, and all others of
     * the same target table, because they must have the same columns. None where the table is only folded into others.
     */
    public List<Integer> targetsForColumns(TableMapping table) {
        List<TargetMapping> targets = table.targets();
        if (targets.isEmpty()) {
            return List.of();
        }
        TargetMapping chosen = targets.stream()
                .filter(target -> target.condition().isEmpty() && !mapping.isAccountOwned(table, target))
                .findFirst()
                .orElse(targets.get(targets.size() - 1));
        return IntStream.range(0, targets.size())
                .filter(i -> targets.get(i).table().equals(chosen.table()))
                .boxed()
                .toList();
    }

    /** How the file names a table, as its key below {@code tables:}. */
    public String key(TableMapping table) {
        // The path ends with the key, quoted when it holds a dot.
        String plain = mapping.space(table.source());
        return table.path().endsWith("." + plain) || table.path().equals(plain)
                ? plain
                : table.source().toString();
    }
}
