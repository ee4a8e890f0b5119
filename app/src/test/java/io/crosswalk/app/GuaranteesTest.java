package io.crosswalk.app;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** docs/guarantees.md names tests that exist, and says something of every promise. */
class GuaranteesTest {

    private static final Path ROOT = Path.of("..");
    private static final Path FILE = ROOT.resolve("docs/guarantees.md");
    private static final Pattern TEST = Pattern.compile("`([A-Z][A-Za-z0-9]*(?:IT|Test))(?:\\.([a-z][A-Za-z0-9]*))?`");

    @Test
    void everyTestThatItNamesExists() throws IOException {
        List<MatchResult> named = TEST.matcher(Files.readString(FILE)).results().toList();
        assertThat(named).hasSizeGreaterThan(10);
        Set<String> missing = new TreeSet<>();
        for (MatchResult test : named) {
            List<Path> files = files(test.group(1) + ".java");
            String method = test.group(2);
            if (files.isEmpty()
                    || method != null && !Files.readString(files.get(0)).contains("void " + method + "(")) {
                missing.add(test.group());
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void everyPromiseHasARow() throws IOException {
        String text = Files.readString(FILE);
        for (int promise = 1; promise <= 7; promise++) {
            assertThat(text).contains("\n## P" + promise + " ");
        }
    }

    private static List<Path> files(String name) throws IOException {
        try (Stream<Path> modules = Files.list(ROOT)) {
            List<Path> roots = modules.map(module -> module.resolve("src/test/java"))
                    .filter(Files::isDirectory)
                    .collect(Collectors.toList());
            for (Path root : roots) {
                try (Stream<Path> files = Files.walk(root)) {
                    List<Path> found = files.filter(
                                    file -> file.getFileName().toString().equals(name))
                            .toList();
                    if (!found.isEmpty()) {
                        return found;
                    }
                }
            }
        }
        return List.of();
    }
}
