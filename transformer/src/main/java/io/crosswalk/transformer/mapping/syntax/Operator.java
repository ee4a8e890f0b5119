package io.crosswalk.transformer.mapping.syntax;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;

/** The words that make an expression of a map, each with the keys that may stand beside it. */
public enum Operator {
    ID("id", "of"),
    IDS("ids", "of"),
    JSON_IDS("json_ids", "at"),
    ACCOUNT("account"),
    CONSTANT("constant"),
    LOWER("lower"),
    TRIM("trim"),
    CONCAT("concat"),
    COALESCE("coalesce"),
    MAP("map", "from", "otherwise"),
    NULL_IF("null_if", "from"),
    ONLY("only", "from"),
    NOT("not"),
    ALL("all"),
    REQUIRED("required"),
    NUMERIC("numeric"),
    CAST("cast", "to", "zone"),
    EXTRACT("extract", "from"),
    JSON("json", "compact"),
    AS_JSON("as_json"),
    SEAL("seal");

    private final String word;
    private final List<String> companions;

    Operator(String word, String... companions) {
        this.word = word;
        this.companions = List.of(companions);
    }

    /** How it is written. */
    public String word() {
        return word;
    }

    /** The keys that may stand beside it. */
    public List<String> companions() {
        return companions;
    }

    /** All words in the order of the documentation. */
    public static List<String> words() {
        return Arrays.stream(values()).map(Operator::word).toList();
    }

    /** The operator of a word; null when it is none. */
    static @Nullable Operator of(String word) {
        return Arrays.stream(values())
                .filter(operator -> operator.word.equals(word))
                .findFirst()
                .orElse(null);
    }
}
