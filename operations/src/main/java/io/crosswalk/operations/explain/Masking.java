package io.crosswalk.operations.explain;

import io.crosswalk.transformer.expression.Expression;
import io.crosswalk.transformer.expression.Seal;
import io.crosswalk.transformer.mapping.TableMapping;
import org.jspecify.annotations.Nullable;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Decides which values may be shown. Masked are legacy columns that the mapping seals anywhere, columns whose names look like secrets,
 * what is made of either, and values that look like they carry one. It rather masks too much.
 */
final class Masking {

    static final String MASKED = "(masked)";

    private static final String WORDS =
            "pass(word|wd|code|phrase|_)?|pwd|token|secret|credential|api.?key|private.?key|access.?key|key.?hash|hash|salt|otp|mfa"
                    + "|cookie|session.?(id|key)|bearer|signature|recovery|encrypted|cvc|cvv|iban|ssn";
    private static final Pattern SECRET_NAME = Pattern.compile("(?i)" + WORDS);
    private static final Pattern SECRET_MEMBER = Pattern.compile("(?i)\"[^\"]*(" + WORDS + ")[^\"]*\"\\s*:");
    private static final Pattern SECRET_VALUE =
            Pattern.compile("(?i)://[^/\\s:@]+:[^@\\s]+@|-----BEGIN|^eyJ[\\w-]+\\.|^\\$2[aby]\\$|^\\$argon2|^tink:v");

    private final Set<String> sealed = new TreeSet<>();

    Masking(TableMapping table) {
        table.outputs().stream()
                .flatMap(target -> target.expressions().stream())
                .flatMap(Expression::parts)
                .filter(Seal.class::isInstance)
                .forEach(seal -> sealed.addAll(seal.columns()));
    }

    /** True for a column's name that speaks of a secret. */
    static boolean looksSecret(String column) {
        return SECRET_NAME.matcher(column).find();
    }

    boolean hidesLegacy(String column) {
        return sealed.contains(column) || looksSecret(column);
    }

    boolean hidesTarget(String column, Expression expression) {
        return looksSecret(column)
                || expression.parts().anyMatch(Seal.class::isInstance)
                || expression.columns().stream().anyMatch(this::hidesLegacy);
    }

    /** The value, or the mask in its place; null stays null, because that there is none is no secret. */
    static @Nullable String show(@Nullable String value, boolean hidden) {
        boolean masked = value != null
                && (hidden
                        || SECRET_MEMBER.matcher(value).find()
                        || SECRET_VALUE.matcher(value).find());
        return masked ? MASKED : value;
    }
}
