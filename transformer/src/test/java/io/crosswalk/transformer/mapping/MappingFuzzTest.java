package io.crosswalk.transformer.mapping;

import io.crosswalk.transformer.Kamdental;
import io.crosswalk.transformer.MappedTransform;
import io.crosswalk.transformer.yaml.InvalidFileException;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

class MappingFuzzTest {

    private static final long SEED = 19990101;
    private static final int RUNS = 2_000;
    private static final List<String> SHARDS = List.of(
            "{",
            "}",
            "[",
            "]",
            ":",
            ": ",
            "\n",
            "\n  ",
            "- ",
            "? ",
            "*a",
            "&a ",
            "!!int ",
            "| ",
            "\"",
            "'",
            "#",
            "%",
            "@",
            "null",
            "true",
            "$tenant",
            "{id: id}",
            "{seal: {json: {a: {lower: b}}}}",
            "\t",
            "\u0000",
            "\ud83e",
            "🦷",
            "<<: ",
            "---\n",
            "0x1f",
            "~",
            "id: id",
            "key: []",
            "of: User",
            "account: id");

    @Test
    void brokenFilesGiveTheirProblemsAndNothingElse() {
        String whole = Kamdental.yaml();
        int valid = 0;
        for (int run = 0; run < RUNS; run++) {
            Random random = new Random(SEED + run);
            StringBuilder yaml = new StringBuilder(whole);
            for (int mutations = 1 + random.nextInt(4); mutations > 0; mutations--) {
                mutate(yaml, random);
            }
            if (isValid(yaml.toString(), SEED + run)) {
                valid++;
            }
        }
        // Some mutations hit a comment or a name in the target; most must be found.
        assertThat(valid).as("seed %d", SEED).isBetween(1, RUNS / 2);
    }

    private static boolean isValid(String yaml, long seed) {
        try {
            Mapping mapping = MappingReader.read(yaml, "fuzz.yaml");
            return MappedTransform.of(mapping, Kamdental.tables(), Kamdental.NAMESPACE, Kamdental.OPEN_SEALER)
                            .targets()
                            .size()
                    > 0;
        } catch (InvalidFileException e) {
            assertThat(e.problems()).isNotEmpty();
            assertThat(e.getMessage()).doesNotContain("Exception").doesNotContain("\tat ");
            return false;
        } catch (RuntimeException | StackOverflowError e) {
            throw new AssertionError("seed " + seed, e);
        }
    }

    private static void mutate(StringBuilder yaml, Random random) {
        int at = random.nextInt(yaml.length());
        int to = Math.min(yaml.length(), at + 1 + random.nextInt(30));
        switch (random.nextInt(6)) {
            case 0 -> yaml.delete(at, to);
            case 1 -> yaml.insert(at, SHARDS.get(random.nextInt(SHARDS.size())));
            case 2 -> yaml.insert(random.nextInt(yaml.length()), yaml.substring(at, to));
            case 3 -> yaml.setCharAt(at, (char) random.nextInt(0x250));
            case 4 -> deleteLine(yaml, at);
            default -> yaml.replace(at, to, SHARDS.get(random.nextInt(SHARDS.size())));
        }
    }

    private static void deleteLine(StringBuilder yaml, int at) {
        int start = yaml.lastIndexOf("\n", at) + 1;
        int end = yaml.indexOf("\n", at);
        yaml.delete(start, end < 0 ? yaml.length() : end + 1);
    }
}
