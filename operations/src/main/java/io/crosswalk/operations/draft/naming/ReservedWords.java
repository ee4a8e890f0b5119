package io.crosswalk.operations.draft.naming;

import java.util.Set;

/** Words that PostgreSQL reserves, so that a table or column of that name has to be quoted everywhere (manual, appendix C). */
final class ReservedWords {

    private static final Set<String> WORDS = Set.of(
            ("all analyse analyze and any array as asc asymmetric authorization binary both case cast check collate collation column"
                            + " concurrently constraint create cross current_catalog current_date current_role current_schema"
                            + " current_time current_timestamp current_user default deferrable desc distinct do else end except false"
                            + " fetch for foreign freeze from full grant group having ilike in initially inner intersect into is isnull"
                            + " join lateral leading left like limit localtime localtimestamp natural not notnull null offset on only or"
                            + " order outer overlaps placing primary references returning right select session_user similar some"
                            + " symmetric system_user table tablesample then to trailing true union unique user using variadic verbose"
                            + " when where window with")
                    .split(" "));

    private ReservedWords() {}

    static boolean contains(String word) {
        return WORDS.contains(word);
    }
}
