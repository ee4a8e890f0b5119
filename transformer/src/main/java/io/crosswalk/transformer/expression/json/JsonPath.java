package io.crosswalk.transformer.expression.json;

import com.fasterxml.jackson.core.JsonStreamContext;
import io.crosswalk.pipeline.row.Composite.Quoting;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place, or several, in a JSON document: {@code $.a.b}, {@code $["odd name"]}, {@code $.list[0]}, {@code $.list[*].id}.
 *
 * @param text as it was written
 * @param steps from the root down
 */
public record JsonPath(String text, List<Step> steps) {

    private static final Pattern STEP = Pattern.compile(
            "\\.([\\p{L}_$][\\p{L}\\p{N}_$-]*)|\\[\"((?:[^\"\\\\]|\\\\[\"\\\\])*)\"\\]|\\[([0-9]{1,9})\\]|\\[(\\*)\\]");

    public JsonPath {
        steps = List.copyOf(steps);
    }

    /** One step down. */
    public sealed interface Step permits Member, Item, Every {}

    /** The member of an object with this name. */
    public record Member(String name) implements Step {}

    /** One item of an array, counted from 0. */
    public record Item(int index) implements Step {}

    /** Every item of an array. */
    public record Every() implements Step {}

    /** Reads a path; null when it is none. */
    public static @Nullable JsonPath parse(String text) {
        if (!text.startsWith("$")) {
            return null;
        }
        List<Step> steps = new ArrayList<>();
        Matcher step = STEP.matcher(text);
        int end = 1;
        while (end < text.length()) {
            if (!step.find(end) || step.start() != end) {
                return null;
            }
            steps.add(step(step));
            end = step.end();
        }
        return new JsonPath(text, steps);
    }

    private static Step step(Matcher step) {
        if (step.group(1) != null) {
            return new Member(step.group(1));
        }
        if (step.group(2) != null) {
            return new Member(step.group(2).replaceAll("\\\\(.)", "$1"));
        }
        return step.group(3) != null ? new Item(Integer.parseInt(step.group(3))) : new Every();
    }

    /** True when it names one place at most. */
    public boolean isSingle() {
        return steps.stream().noneMatch(Every.class::isInstance);
    }

    /** The same path in SQL/JSON, in strict mode, so that it does not look into arrays by itself. */
    public String inSql() {
        StringBuilder path = new StringBuilder("strict $");
        for (Step step : steps) {
            if (step instanceof Member member) {
                path.append('.');
                Quoting.JSON_STRING.write(member.name(), path);
            } else {
                path.append(step instanceof Item item ? "[" + item.index() + "]" : "[*]");
            }
        }
        return path.toString();
    }

    /** Whether a value stands at this path; a value is described by the objects and arrays around it, innermost first. */
    boolean leadsTo(@Nullable JsonStreamContext around) {
        @Nullable JsonStreamContext context = around;
        for (int i = steps.size() - 1; i >= 0; i--) {
            if (context == null || context.inRoot() || !isAt(steps.get(i), context)) {
                return false;
            }
            context = context.getParent();
        }
        return context == null || context.inRoot();
    }

    private static boolean isAt(Step step, JsonStreamContext context) {
        if (step instanceof Member member) {
            return context.inObject() && member.name().equals(context.getCurrentName());
        }
        return context.inArray() && (step instanceof Every || ((Item) step).index() == context.getCurrentIndex());
    }

    @Override
    public String toString() {
        return text;
    }
}
