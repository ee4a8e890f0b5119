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
            "account: id",
            "keys: {column: id}",
            "keys: kept",
            "{id: [a, id]}",
            "{ids: id, of: User}",
            "{json_ids: a, at: {\"$.a[*]\": User}}",
            "{cast: id, to: timestamptz, zone: Asia/Tokyo}",
            "{extract: \"$.a\", from: id}",
            "{json: {a: [1, {b: id}], c: $tenant}}",
            "{all: [id, {not: id}]}",
            "{only: [x], from: id}",
            "[*]",
            "$.a");

    // Every operator at once, so that a mutation seldom misses them.
    private static final String OPERATORS = """
            mapping: 1
            keys: computed
            tenant: {table: Clinic, column: clinic_id}
            accounts: {table: User, match: email, target: auth.users}
            tables:
              Clinic:
                keys: {column: name}
                drop: [location, status, createdAt, updatedAt]
                targets: [{table: clinics, columns: {id: {id: id}, up: {id: location, of: Clinic}}}]
              User:
                keys: named
                drop: [lastLogin]
                targets:
                  - table: auth.users
                    columns: {id: {account: id}, email: {required: {lower: {trim: email}}}, password: passwordHash}
                  - table: things
                    when: {all: [name, {not: clinicId}]}
                    columns:
                      id: {id: id}
                      a: {id: name, of: {by: role, tables: {admin: User, x: Clinic}, otherwise: null}}
                      b: {json_ids: name, at: {$.a: Clinic, "$.b[*].c": User, '$["x"][0]': Provider}}
                      c: {cast: createdAt, to: timestamptz, zone: Europe/Berlin}
                      d: {json: {a: {ids: name, of: User}, b: [1, true, {c: {as_json: name}}], d: {account: id}}, compact: true}
                      e: {extract: "$.a[0]", from: {coalesce: [name, role]}}
                      f: {concat: [{only: [x, y], from: role}, {null_if: z, from: role}, {map: {a: b}, from: name, otherwise: c}]}
                      g: {cast: updatedAt, to: date}
                      h: {numeric: {constant: 5}}
              Provider:
                keys: {namespace: 6ba7b810-9dad-11d1-80b4-00c04fd430c8}
                tenant: [clinicId, {constant: c1}]
                drop: [createdAt, updatedAt, providerType, status]
                targets:
                  - {table: providers, key: id, columns: {id: {id: id}, clinic_id: $tenant, s: {seal: name}}}
            """;

    @Test
    void brokenFilesGiveTheirProblemsAndNothingElse() {
        fuzz(Kamdental.yaml());
    }

    @Test
    void brokenExpressionsGiveTheirProblemsAndNothingElse() {
        assertThat(isValid(OPERATORS, SEED)).isTrue();
        fuzz(OPERATORS);
    }

    private static void fuzz(String whole) {
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
            MappedTransform transform =
                    MappedTransform.of(mapping, Kamdental.tables(), Kamdental.NAMESPACE, Kamdental.OPEN_SEALER);
            // What passes the check also maps rows, whatever is in them.
            for (String id : List.of("c1", "{c1}", "[1]", "cjld2cjxh0000qzrmn831i7rn")) {
                transform.apply(Kamdental.insert("Clinic", "id", id, "name", id));
                transform.apply(Kamdental.insert("User", "id", id, "name", id, "role", id, "createdAt", id));
                transform.apply(Kamdental.insert("Provider", "id", id, "name", id, "clinicId", id));
            }
            return !transform.targets().isEmpty();
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
