package io.crosswalk.transformer.expression;

import io.crosswalk.pipeline.row.Composite;
import io.crosswalk.pipeline.row.Lookup;
import io.crosswalk.pipeline.row.Refusal;
import io.crosswalk.pipeline.row.Row;
import org.jspecify.annotations.Nullable;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How the value of a target column is made from a legacy row. Immutable, pure, safe from any thread.
 *
 * <p>Unless an expression says otherwise, an argument that is null, {@link Row#ABSENT} or a {@link Refusal} is what comes out: a
 * value made of an unknown value is unknown. Of several arguments the first such one wins.
 */
public interface Expression {

    /**
     * The value for one legacy row.
     *
     * @return text, null, {@link Row#ABSENT}, a {@link Lookup}, a {@link Composite} or a {@link Refusal}
     */
    @Nullable
    Object evaluate(Row legacy, Binding binding);

    /** The expressions this one is made of. */
    List<Expression> arguments();

    /** The legacy columns it reads. */
    default Set<String> columns() {
        Set<String> columns = new LinkedHashSet<>();
        arguments().forEach(argument -> columns.addAll(argument.columns()));
        return columns;
    }

    /** True when its text is JSON already, so that it stands unquoted inside JSON. */
    default boolean isJson() {
        return false;
    }

    /** This expression and everything it is made of. */
    default Stream<Expression> parts() {
        return Stream.concat(Stream.of(this), arguments().stream().flatMap(Expression::parts));
    }
}
