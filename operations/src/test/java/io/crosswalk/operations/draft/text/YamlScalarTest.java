package io.crosswalk.operations.draft.text;

import io.crosswalk.transformer.yaml.Problems;
import io.crosswalk.transformer.yaml.YamlNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class YamlScalarTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "name",
                "true",
                "yes",
                "Null",
                "5",
                "1e3",
                "",
                " a ",
                "a b",
                "a: b",
                "# no",
                "Weird \"Name\" Ü",
                "new\nline",
                "tab\t",
                "\u2028",
                "\u0085",
                "back\\slash",
                "*alias",
                "&anchor",
                "!tag",
                "{a}",
                "[a]",
                "'",
                "@",
                "😀",
                "a.b",
                "a.b.c",
                "-"
            })
    void everyNameIsReadBackAsItWas(String name) {
        Problems problems = new Problems("test");
        YamlNode root = YamlNode.read("{ " + YamlScalar.of(name) + ": " + YamlScalar.of(name) + " }", problems);

        assertThat(root.keys()).containsExactly(name);
        assertThat(name.isEmpty() ? "" : root.text(name)).isEqualTo(name);
        assertThat(problems.isEmpty()).isTrue();
    }

    @Test
    void nothingEndsAComment() {
        assertThat(CommentText.lines("a\nb: c\r\u2028d\u0085e")).containsExactly("# a?b: c??d?e");
    }

    @Test
    void longNotesAreFoldedAndLinesToCopyAreNot() {
        String word = "word ".repeat(60).strip();

        assertThat(CommentText.lines(word)).hasSizeGreaterThan(1).allMatch(line -> line.length() <= 120);
        assertThat(CommentText.lines("created_by: { id: createdBy, of: " + "x".repeat(200) + " }"))
                .hasSize(1);
    }
}
