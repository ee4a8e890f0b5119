package io.crosswalk.transformer.expression.text;

import io.crosswalk.pipeline.row.Composite;
import io.crosswalk.pipeline.row.Composite.Inset;
import io.crosswalk.pipeline.row.Composite.Part;
import io.crosswalk.pipeline.row.Composite.Quoting;
import io.crosswalk.pipeline.row.Composite.Text;
import io.crosswalk.pipeline.row.Lookup;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** Joins texts and symbolic values: the result is a text as long as every piece is one. Belongs to one thread. */
public final class Joining {

    private final List<Part> parts = new ArrayList<>();
    private final StringBuilder known = new StringBuilder();

    /** True for a value that only the sink can turn into text. */
    public static boolean isSymbolic(@Nullable Object value) {
        return value instanceof Lookup || value instanceof Composite;
    }

    /** Adds a piece as it is. */
    public Joining text(CharSequence text) {
        known.append(text);
        return this;
    }

    /** Adds a part of a text as it is. */
    public Joining text(String text, int from, int to) {
        known.append(text, from, to);
        return this;
    }

    /**
     * Adds a value.
     *
     * @param value text, null (not in a plain place), a look-up or a composite
     */
    public Joining value(@Nullable Object value, Quoting quoting) {
        if (value == null || value instanceof String) {
            quoting.write((String) value, known);
            return this;
        }
        settle();
        parts.add(new Inset(value, quoting));
        return this;
    }

    /** The whole: text, or a {@link Composite}. */
    public Object whole() {
        if (parts.isEmpty()) {
            return known.toString();
        }
        settle();
        return new Composite(parts);
    }

    private void settle() {
        if (known.length() > 0) {
            parts.add(new Text(known.toString()));
            known.setLength(0);
        }
    }
}
