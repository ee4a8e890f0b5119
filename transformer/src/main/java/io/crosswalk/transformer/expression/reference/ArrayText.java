package io.crosswalk.transformer.expression.reference;

import io.crosswalk.pipeline.row.Composite.Quoting;
import io.crosswalk.pipeline.row.Refusal;
import io.crosswalk.transformer.expression.text.Joining;
import org.jspecify.annotations.Nullable;

import java.util.function.Function;

/** An array in the text form in which PostgreSQL writes it (manual, 8.15.6). Belongs to one thread. */
final class ArrayText {

    private final String text;
    private final Function<String, Object> element;
    private final Joining whole = new Joining();
    private int at;

    private ArrayText(String text, Function<String, Object> element) {
        this.text = text;
        this.element = element;
    }

    /**
     * The array with every element replaced that is not null.
     *
     * @param element what an element becomes: text, a look-up, a composite or a refusal
     * @return text, a composite, or the first refusal; null when the text is no array
     */
    static @Nullable Object rewrite(String text, Function<String, Object> element) {
        return new ArrayText(text, element).rewrite();
    }

    private @Nullable Object rewrite() {
        // Bounds that do not start at 1 stand in front: [0:2]={a,b,c}.
        at = text.startsWith("[") ? text.indexOf('=') + 1 : 0;
        whole.text(text, 0, at);
        int depth = 0;
        boolean expected = true;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '{' && expected) {
                depth++;
                whole.text("{");
                at++;
            } else if (c == '}' && depth > 0 && (!expected || text.charAt(at - 1) == '{')) {
                depth--;
                expected = false;
                whole.text("}");
                if (++at == text.length() && depth == 0) {
                    return whole.whole();
                }
            } else if (c == ',' && depth > 0 && !expected) {
                expected = true;
                whole.text(",");
                at++;
            } else if (depth > 0 && expected && c != '}' && c != ',') {
                Object refusal = c == '"' ? quoted() : unquoted();
                if (refusal instanceof Refusal) {
                    return refusal;
                }
                expected = false;
            } else {
                return null;
            }
            if (depth == 0) {
                return null;
            }
        }
        return null;
    }

    private @Nullable Object unquoted() {
        int start = at;
        while (at < text.length() && ",{}\"".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        String id = text.substring(start, at);
        return id.equalsIgnoreCase("null") ? add(null) : add(element.apply(id));
    }

    private @Nullable Object quoted() {
        StringBuilder id = new StringBuilder();
        for (at++; at < text.length() && text.charAt(at) != '"'; at++) {
            if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                at++;
            }
            id.append(text.charAt(at));
        }
        at++;
        return add(element.apply(id.toString()));
    }

    private @Nullable Object add(@Nullable Object value) {
        if (!(value instanceof Refusal)) {
            whole.value(value, Quoting.ARRAY_ELEMENT);
        }
        return value;
    }
}
