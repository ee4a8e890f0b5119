package io.crosswalk.app.configuration.files;

import io.crosswalk.app.configuration.files.TextFiles.UnreadableException;
import io.crosswalk.transformer.yaml.Problem;
import io.crosswalk.transformer.yaml.YamlNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Fetches secrets from where a configuration says they are: {@code <name>_env} names a variable, {@code <name>_file} a file. No message
 * repeats a secret. Belongs to one thread.
 */
public final class SecretReader {

    private final Path folder;
    private final Map<String, String> environment;
    private final List<Problem> warnings = new ArrayList<>();

    /**
     * @param folder where relative paths start
     * @param environment the environment variables
     */
    public SecretReader(Path folder, Map<String, String> environment) {
        this.folder = folder;
        this.environment = environment;
    }

    /** Secrets that others can read: allowed, because containers mount them so, but worth a word. */
    public List<Problem> warnings() {
        return warnings;
    }

    /** The secret, or empty when the node names none, or none that can be had (then there is a problem). */
    public Optional<String> read(YamlNode node, String name) {
        Optional<YamlNode> variable = node.optional(name + "_env");
        Optional<YamlNode> file = node.optional(name + "_file");
        if (variable.isPresent() && file.isPresent()) {
            file.get().report("both " + name + "_env and " + name + "_file are given", "keep one of them");
            return Optional.empty();
        }
        return variable.isPresent() ? variable.flatMap(this::fromVariable) : file.flatMap(this::fromFile);
    }

    /** True when the node says where this secret is, whether it can be had or not. */
    public static boolean isNamed(YamlNode node, String name) {
        return Stream.of("_env", "_file")
                .anyMatch(suffix -> node.optional(name + suffix).isPresent());
    }

    private Optional<String> fromVariable(YamlNode node) {
        String variable = node.text();
        if (variable.isEmpty()) {
            return Optional.empty();
        }
        // Somebody may have written the password itself here, so what is no name of a variable is not repeated.
        if (!variable.matches("[A-Za-z_][A-Za-z0-9_]*")) {
            node.report(
                    "not the name of an environment variable",
                    "write the variable's name here, never the secret itself");
            return Optional.empty();
        }
        String value = environment.get(variable);
        if (value == null || value.isBlank()) {
            boolean looksLikeOne = variable.equals(variable.toUpperCase(Locale.ROOT));
            node.report(
                    "the environment variable " + (looksLikeOne ? variable + " " : "named here ")
                            + (value == null ? "is not set" : "is empty"),
                    "set it before the start, or use " + lastStep(node).replace("_env", "_file"));
            return Optional.empty();
        }
        return Optional.of(value.strip());
    }

    private Optional<String> fromFile(YamlNode node) {
        String text = node.text();
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Path file;
        try {
            file = folder.resolve(text);
        } catch (InvalidPathException e) {
            node.report("not a path");
            return Optional.empty();
        }
        try {
            String value = TextFiles.read(file).strip();
            if (value.isEmpty()) {
                node.report("the file " + file + " is empty");
                return Optional.empty();
            }
            warnWhenOpen(node, file);
            return Optional.of(value);
        } catch (UnreadableException e) {
            node.report(
                    "the file " + file + " " + e.getMessage(), "paths start at the folder of this configuration file");
            return Optional.empty();
        }
    }

    private void warnWhenOpen(YamlNode node, Path file) {
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
            if (permissions.contains(PosixFilePermission.OTHERS_READ)) {
                warnings.add(new Problem(
                        node.path(), "everybody on this machine may read " + file, "chmod 600 closes it to others"));
            }
        } catch (IOException | UnsupportedOperationException e) {
            // A file system without such permissions: nothing can be said about it.
            return;
        }
    }

    private static String lastStep(YamlNode node) {
        return node.path().substring(node.path().lastIndexOf('.') + 1);
    }
}
