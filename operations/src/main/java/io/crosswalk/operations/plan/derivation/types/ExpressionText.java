package io.crosswalk.operations.plan.derivation.types;

import io.crosswalk.postgres.Identifiers;
import io.crosswalk.postgres.structure.QualifiedName;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * SQL expressions as {@code pg_get_expr} writes them, with their columns renamed. PostgreSQL writes key words in upper case, and quotes
 * every identifier that is not plain lower case or that is a key word of weight; so a bare word equal to a column's name is the column,
 * unless it is a function's name or a part of a type's.
 */
public final class ExpressionText {

    private static final Pattern TOKEN = Pattern.compile(
            "E?'(?:[^'\\\\]|''|\\\\.)*'" // a literal
                    + "|::\\s*(?:double precision|character varying|bit varying|time(?:stamp)?(?:\\(\\d+\\))? with(?:out)? time zone"
                    + "|\"char\"|[a-z_][a-z_0-9]*(?![a-z_0-9.\"]))" // a cast to a built-in type
                    + "|(?:\"(?:[^\"]|\"\")+\"|[A-Za-z_\\u0080-\\uffff][\\w$\\u0080-\\uffff]*)"
                    + "(?:\\s*\\.\\s*(?:\"(?:[^\"]|\"\")+\"|[A-Za-z_\\u0080-\\uffff][\\w$\\u0080-\\uffff]*|[^\\s\\w]+))?"); // a name

    private final Map<String, String> columns;
    private final Map<QualifiedName, QualifiedName> types;

    /**
     * @param columns new names of columns
     * @param types new names of types
     */
    public ExpressionText(Map<String, String> columns, Map<QualifiedName, QualifiedName> types) {
        this.columns = Map.copyOf(columns);
        this.types = Map.copyOf(types);
    }

    /** The expression for the target; empty when it names something that the target need not have, a function of the application. */
    public Optional<String> renamed(String expression) {
        StringBuilder out = new StringBuilder();
        Matcher token = TOKEN.matcher(expression);
        int end = 0;
        while (token.find()) {
            out.append(expression, end, token.start());
            end = token.end();
            Optional<String> replacement = replacement(token.group(), expression, token.end());
            if (replacement.isEmpty()) {
                return Optional.empty();
            }
            out.append(replacement.get());
        }
        return Optional.of(out.append(expression.substring(end)).toString());
    }

    private Optional<String> replacement(String token, String expression, int end) {
        if (token.startsWith("'") || token.startsWith("E'") || token.startsWith("::")) {
            return Optional.of(token);
        }
        int dot = dot(token);
        if (dot >= 0) {
            QualifiedName name = new QualifiedName(
                    unquoted(token.substring(0, dot).strip()),
                    unquoted(token.substring(dot + 1).strip()));
            QualifiedName known = types.get(name);
            return known == null ? Optional.empty() : Optional.of(known.quoted());
        }
        boolean function = end < expression.length() && expression.charAt(end) == '(';
        String column = columns.get(unquoted(token));
        return Optional.of(column == null || function ? token : Identifiers.quote(column));
    }

    /** The dot between two names, outside of quotes; -1 for a single name. */
    private static int dot(String token) {
        boolean quoted = false;
        for (int i = 0; i < token.length(); i++) {
            if (token.charAt(i) == '"') {
                quoted = !quoted;
            } else if (token.charAt(i) == '.' && !quoted) {
                return i;
            }
        }
        return -1;
    }

    private static String unquoted(String name) {
        return name.startsWith("\"") ? name.substring(1, name.length() - 1).replace("\"\"", "\"") : name;
    }
}
