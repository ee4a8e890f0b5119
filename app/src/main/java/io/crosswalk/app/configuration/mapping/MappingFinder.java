package io.crosswalk.app.configuration.mapping;

import io.crosswalk.app.configuration.files.TextFiles;
import io.crosswalk.app.configuration.files.TextFiles.UnreadableException;
import io.crosswalk.transformer.mapping.Mapping;
import io.crosswalk.transformer.mapping.MappingReader;
import io.crosswalk.transformer.yaml.InvalidFileException;
import io.crosswalk.transformer.yaml.Nearest;
import io.crosswalk.transformer.yaml.PlainValue;
import io.crosswalk.transformer.yaml.Problem;
import io.crosswalk.transformer.yaml.Problems;
import io.crosswalk.transformer.yaml.YamlNode;
import io.crosswalk.transformer.yaml.YamlNode.Kind;
import org.jspecify.annotations.Nullable;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/**
 * Finds and reads the mapping that a configuration names; the mapping's problems become the configuration's. Belongs to one thread.
 */
public final class MappingFinder {

    private static final String BUILTIN = "builtin:";
    private static final String INLINE = "this file";

    private final Path folder;
    private final Problems problems;

    /**
     * @param folder where relative paths start
     * @param problems takes what is wrong with the mapping too
     */
    public MappingFinder(Path folder, Problems problems) {
        this.folder = folder;
        this.problems = problems;
    }

    /** The mapping; null when there is a problem with finding or reading it. */
    @Nullable
    public MappingText read(YamlNode node) {
        if (node.kind() == Kind.MAP) {
            return inline(node);
        }
        String origin = node.text();
        if (origin.isEmpty()) {
            return null;
        }
        String text =
                origin.startsWith(BUILTIN) ? builtin(node, origin.substring(BUILTIN.length())) : file(node, origin);
        return text == null ? null : parse(node, origin, text);
    }

    /** The mapping written out in the configuration itself. Its problems have their right paths already. */
    private static MappingText inline(YamlNode node) {
        Mapping mapping = MappingReader.read(node);
        // Of what it says, not of how it is written: a comment changes nothing for the ledger.
        return new MappingText(
                INLINE, mapping, MappingText.digest(PlainValue.of(node).canonical()));
    }

    private static @Nullable String builtin(YamlNode node, String name) {
        if (BuiltinMappings.NAMES.contains(name)) {
            return BuiltinMappings.text(name);
        }
        String suggestion = Nearest.suggest(name, BuiltinMappings.NAMES);
        node.report(
                "no mapping of this name is bundled",
                suggestion == null ? "bundled: " + String.join(", ", BuiltinMappings.NAMES) : suggestion);
        return null;
    }

    private @Nullable String file(YamlNode node, String path) {
        try {
            Path file = folder.resolve(path);
            try {
                return TextFiles.read(file);
            } catch (UnreadableException e) {
                node.report(
                        "the file " + file + " " + e.getMessage(),
                        BuiltinMappings.NAMES.contains(path)
                                ? "the bundled mapping is called " + BUILTIN + path
                                : "paths start at the folder of this configuration file");
            }
        } catch (InvalidPathException e) {
            node.report("not a path");
        }
        return null;
    }

    private @Nullable MappingText parse(YamlNode node, String origin, String text) {
        Problems own = new Problems(origin);
        try {
            Mapping mapping = MappingReader.read(text, own);
            if (own.isEmpty()) {
                return new MappingText(origin, mapping, MappingText.digest(text));
            }
            adopt(node, own.all());
        } catch (InvalidFileException e) {
            adopt(node, e.problems());
        }
        return null;
    }

    /** Paths of the other file, under the key that names the file: {@code mapping: tables.Goal.targets}. */
    private void adopt(YamlNode node, List<Problem> found) {
        for (Problem problem : found) {
            problems.add(
                    node.path() + (problem.path().isEmpty() ? "" : ": " + problem.path()),
                    problem.message(),
                    problem.suggestion());
        }
    }
}
