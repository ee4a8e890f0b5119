package io.crosswalk.transformer.yaml;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class YamlNodeTest {

    private final Problems problems = new Problems("test.yaml");

    @Test
    void valuesAreReadAsTheirTypes() {
        YamlNode root = read("""
                text: hello
                number: 1_000
                duration: 500ms
                flag: true
                list: [a, 2]
                single: b
                child: {key: value, nothing: }
                """);
        assertThat(root.text("text")).isEqualTo("hello");
        assertThat(root.integer("number", 0, 5000)).isEqualTo(1000);
        assertThat(root.duration("duration", Duration.ZERO, Duration.ZERO, Duration.ofHours(1)))
                .isEqualTo(Duration.ofMillis(500));
        assertThat(root.flag("flag", false)).isTrue();
        assertThat(root.texts("list")).containsExactly("a", "2");
        assertThat(root.texts("single")).containsExactly("b");
        YamlNode child = root.required("child");
        assertThat(child.text("key")).isEqualTo("value");
        assertThat(child.path()).isEqualTo("child");
        assertThat(child.optional("nothing")).isEmpty();
        assertThat(child.optionalOrNull("nothing")).isPresent();
        root.rejectUnknownKeys();
        assertThat(problems.isEmpty()).isTrue();
    }

    @Test
    void whatIsNotThereGetsItsDefault() {
        YamlNode root = read("a: 1");
        assertThat(root.text("x", "d")).isEqualTo("d");
        assertThat(root.integer("x", 7, 0, 9)).isEqualTo(7);
        assertThat(root.flag("x", true)).isTrue();
        assertThat(root.optionalText("x")).isEmpty();
        assertThat(root.duration("x", Duration.ofDays(1), Duration.ZERO, Duration.ofDays(2)))
                .isEqualTo(Duration.ofDays(1));
        assertThat(root.texts("x")).isEmpty();
        assertThat(problems.isEmpty()).isTrue();
    }

    @Test
    void everyWrongValueIsReportedAtOnceWithItsPath() {
        YamlNode root = read("""
                server: {port: 99999, host: [a]}
                wait: 5 parsecs
                flag: maybe
                names: [ok, {not: ok}]
                prot: 1
                """);
        YamlNode server = root.required("server");
        server.integer("port", 1, 65535);
        server.text("host");
        root.duration("wait", Duration.ZERO, Duration.ZERO, Duration.ofMinutes(1));
        root.flag("flag", false);
        root.texts("names");
        root.integer("port", 1, 0, 9);
        root.required("missing").text("below");
        root.rejectUnknownKeys();
        assertThat(problems.all())
                .extracting(Problem::toString)
                .containsExactly(
                        "server.port: expected a whole number from 1 to 65535, found \"99999\"",
                        "server.host: expected a text, found a list",
                        "wait: expected a duration from 0ms to 1m, written as 500ms, 5s, 2m or 1h, found \"5 parsecs\"",
                        "flag: expected true or false, found \"maybe\"",
                        "names[1]: expected a text, found a map",
                        "missing: a value is missing",
                        "prot: unknown key (did you mean \"port\"?)");
        assertThatThrownBy(problems::throwIfAny)
                .isInstanceOf(InvalidFileException.class)
                .hasMessageStartingWith("test.yaml has 7 problems:\n  server.port: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"password: [x]", "password: hunter2", "access_token: hunter2", "keyset: {deep: hunter2}"})
    void secretsAreNotRepeated(String yaml) {
        YamlNode root = read(yaml);
        root.entries().values().forEach(node -> {
            node.integer(0, 1);
            node.keys().forEach(key -> node.integer(key, 0, 1));
        });
        assertThat(problems.all()).isNotEmpty();
        assertThat(problems.all().toString()).doesNotContain("hunter2");
    }

    @Test
    void aKeyThatStandsTwiceIsReported() {
        YamlNode root = read("a: 1\nb: {c: 1, c: 2}\na: 3");
        assertThat(root.integer("a", 0, 9)).isEqualTo(1);
        assertThat(problems.all())
                .extracting(Problem::toString)
                .containsExactly(
                        "b.c: the key stands here a second time, in line 2",
                        "a: the key stands here a second time, in line 3");
    }

    @Test
    void anAliasIsReported() {
        read("a: &x [1]\nb: *x");
        assertThat(problems.all()).extracting(Problem::path).containsExactly("b");
    }

    @Test
    void keysWithDotsAreQuotedInPaths() {
        assertThat(read("a.b: {c: 1}").required("a.b").required("c").path()).isEqualTo("\"a.b\".c");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'password: hunter2\n  b: 1' | line 2, column 4",
                "'a: \"hunter2' | line 1, column 12",
                "'a: [1, 2' | line 1",
                "'a: {b' | line 1",
                "'? [a, b]\n: c' | line 1",
                "'a: !!binary x' | ''",
                "'a: @b' | line 1, column 4",
                "'\u0007' | ''",
                "'a: 1\n---\nb: 2' | line 3",
                "'' | line 1",
                "'- a\n b' | ''",
                "'a: *missing' | ''",
            })
    void whatIsNoYamlIsOneProblemWithItsPlace(String yaml, String place) {
        assertThatExceptionOfType(InvalidFileException.class)
                .isThrownBy(() -> {
                    YamlNode root = YamlNode.read(yaml, problems);
                    root.required("a").integer(0, 1);
                    problems.throwIfAny();
                })
                .satisfies(e -> {
                    assertThat(e.problems()).hasSize(1);
                    assertThat(e.problems().get(0).path()).startsWith(place);
                    assertThat(e.getMessage()).doesNotContain("hunter2");
                });
    }

    @Test
    void hostileFilesAreRefused() {
        String bomb = "a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]";
        for (String yaml :
                List.of("[".repeat(100_000), "a: [".repeat(60), "x".repeat(YamlNode.MOST_CHARACTERS + 1), bomb)) {
            Problems found = new Problems("hostile.yaml");
            assertThatThrownBy(() -> {
                        YamlNode.read(yaml, found);
                        found.throwIfAny();
                    })
                    .isInstanceOf(InvalidFileException.class);
        }
    }

    @Test
    void aLongListOfProblemsIsCut() {
        for (int i = 0; i < 150; i++) {
            problems.add("p" + i, "wrong");
        }
        assertThatExceptionOfType(InvalidFileException.class)
                .isThrownBy(problems::throwIfAny)
                .withMessageContaining("p99: wrong")
                .withMessageEndingWith("... and 50 more")
                .satisfies(e -> assertThat(e.problems()).hasSize(150));
    }

    @ParameterizedTest
    @CsvSource({
        "metric_value, MetricValue",
        "Cliinc, Clinic",
        "provdier, Provider",
        "x, ",
        "completely_different, ",
    })
    void theNearestWordIsTheOneThatWasProbablyMeant(String word, String nearest) {
        assertThat(Nearest.of(word, List.of("Clinic", "MetricValue", "Provider")))
                .isEqualTo(nearest);
    }

    private YamlNode read(String yaml) {
        return YamlNode.read(yaml, problems);
    }
}
