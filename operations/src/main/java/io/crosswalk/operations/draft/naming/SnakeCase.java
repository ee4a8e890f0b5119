package io.crosswalk.operations.draft.naming;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Legacy names in snake case: {@code userID} is user_id, {@code HTTPServer} http_server, {@code _ProviderToMetric} provider_to_metric,
 * {@code Größe (cm)} grosse_cm. The result is a name that needs no quotes unless it has letters beyond ASCII that have no plain form;
 * it may be empty.
 */
public final class SnakeCase {

    // An acronym in the plural stays one word: userIDs, baseURLs.
    private static final Pattern PLURAL_ACRONYM = Pattern.compile("(\\p{Lu}{2,})s(?![\\p{Ll}])");
    private static final Pattern ACRONYM_AND_WORD = Pattern.compile("(\\p{Lu}+)(\\p{Lu}\\p{Ll})");
    private static final Pattern HUMP = Pattern.compile("([\\p{Ll}\\p{N}])(\\p{Lu})");
    // Only there: in other scripts a mark makes another letter.
    private static final Pattern MARKED_LATIN = Pattern.compile("(\\p{IsLatin})\\p{M}+");
    private static final Pattern OTHERS = Pattern.compile("[^\\p{L}\\p{N}]+");
    private static final Pattern EDGES = Pattern.compile("^_+|_+$");

    private SnakeCase() {}

    public static String of(String name) {
        String decomposed = Normalizer.normalize(name.replace("ß", "ss"), Normalizer.Form.NFD);
        String plain = Normalizer.normalize(MARKED_LATIN.matcher(decomposed).replaceAll("$1"), Normalizer.Form.NFC);
        String singular = PLURAL_ACRONYM
                .matcher(plain)
                .replaceAll(match ->
                        match.group(1).charAt(0) + match.group(1).substring(1).toLowerCase(Locale.ROOT) + "s");
        String acronyms = ACRONYM_AND_WORD.matcher(singular).replaceAll("$1_$2");
        String humps = HUMP.matcher(acronyms).replaceAll("$1_$2");
        String words = OTHERS.matcher(humps.toLowerCase(Locale.ROOT)).replaceAll("_");
        String trimmed = EDGES.matcher(words).replaceAll("");
        // A name that begins with a digit would need quotes.
        return !trimmed.isEmpty() && Character.isDigit(trimmed.codePointAt(0)) ? "_" + trimmed : trimmed;
    }
}
