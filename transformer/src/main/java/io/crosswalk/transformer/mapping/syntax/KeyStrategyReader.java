package io.crosswalk.transformer.mapping.syntax;

import io.crosswalk.transformer.keys.KeyStrategy;
import io.crosswalk.transformer.keys.KeyStrategy.Given;
import io.crosswalk.transformer.keys.KeyStrategy.Namespace;
import io.crosswalk.transformer.keys.KeyStrategy.Rule;
import io.crosswalk.transformer.yaml.Nearest;
import io.crosswalk.transformer.yaml.YamlNode;
import io.crosswalk.transformer.yaml.YamlNode.Kind;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;

/** Reads how rows get their new ids. */
public final class KeyStrategyReader {

    private static final Pattern UUID_FORM = Pattern.compile("[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}");
    private static final List<String> WORDS = Arrays.stream(Rule.values())
            .map(rule -> rule.name().toLowerCase(Locale.ROOT))
            .toList();

    private KeyStrategyReader() {}

    /** The strategy of all tables that name none: one of the words. */
    public static KeyStrategy ofAll(YamlNode node) {
        if (node.kind() == Kind.MAP) {
            node.report(
                    "a namespace or a column is said of one table",
                    "write it there, and here one of: " + String.join(", ", WORDS));
            return Rule.COMPUTED;
        }
        return word(node);
    }

    /** The strategy of one table. */
    public static KeyStrategy ofTable(YamlNode node) {
        if (node.kind() != Kind.MAP) {
            return word(node);
        }
        KeyStrategy strategy = Rule.COMPUTED;
        boolean namespace = node.optional("namespace").isPresent();
        boolean column = node.optional("column").isPresent();
        if (namespace == column) {
            node.report(
                    "expected one of namespace and column", "write {namespace: <UUID>} or {column: <legacy column>}");
        } else if (namespace) {
            strategy = namespace(node.required("namespace"));
        } else {
            strategy = new Given(node.text("column"));
        }
        node.rejectUnknownKeys();
        return strategy;
    }

    private static KeyStrategy namespace(YamlNode node) {
        String text = node.text();
        if (!UUID_FORM.matcher(text).matches()) {
            if (node.kind() != Kind.LIST && node.kind() != Kind.MAP) {
                node.report("this is no UUID", "crosswalk config namespace prints one");
            }
            return Rule.NAMED;
        }
        return new Namespace(UUID.fromString(text));
    }

    private static KeyStrategy word(YamlNode node) {
        String word = node.text();
        if (WORDS.contains(word)) {
            return Rule.valueOf(word.toUpperCase(Locale.ROOT));
        }
        if (node.kind() == Kind.TEXT) {
            String nearest = Nearest.suggest(word, WORDS);
            node.report(
                    "there are no keys of this kind", nearest == null ? "known: " + String.join(", ", WORDS) : nearest);
        }
        return Rule.COMPUTED;
    }
}
