package io.crosswalk.transformer.mapping.syntax;

import io.crosswalk.transformer.expression.Constant;
import io.crosswalk.transformer.expression.Expression;
import io.crosswalk.transformer.expression.cast.Cast;
import io.crosswalk.transformer.expression.cast.Conversion;
import io.crosswalk.transformer.expression.cast.ToBoolean;
import io.crosswalk.transformer.expression.cast.ToDate;
import io.crosswalk.transformer.expression.cast.ToInteger;
import io.crosswalk.transformer.expression.cast.ToTimestamptz;
import io.crosswalk.transformer.expression.condition.NullIf;
import io.crosswalk.transformer.expression.condition.Only;
import io.crosswalk.transformer.expression.condition.ValueMap;
import io.crosswalk.transformer.yaml.Nearest;
import io.crosswalk.transformer.yaml.YamlNode;
import io.crosswalk.transformer.yaml.YamlNode.Kind;
import org.jspecify.annotations.Nullable;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the expressions that work on a text. */
record TextReader(ExpressionReader expressions) {

    private static final List<Conversion> CONVERSIONS =
            List.of(new ToBoolean(), new ToInteger(), new ToDate(), new ToTimestamptz(ZoneOffset.UTC));

    Expression map(YamlNode node, YamlNode value) {
        Map<String, @Nullable String> values = new LinkedHashMap<>();
        value.entries().forEach((old, mapped) -> values.put(old, ExpressionReader.textOrNull(mapped)));
        Optional<Constant> otherwise =
                node.optionalOrNull("otherwise").map(other -> new Constant(ExpressionReader.textOrNull(other)));
        return new ValueMap(values, otherwise, from(node));
    }

    Expression nullIf(YamlNode node, YamlNode value) {
        return new NullIf(texts(value), from(node));
    }

    Expression only(YamlNode node, YamlNode value) {
        Set<String> texts = texts(value);
        if (value.kind() == Kind.LIST && texts.isEmpty()) {
            value.report("the list is empty, so that nothing is left", "name the texts that stay");
        }
        return new Only(texts, from(node));
    }

    private Expression from(YamlNode node) {
        return expressions.argument(node.required("from"));
    }

    private static Set<String> texts(YamlNode value) {
        Set<String> texts = new HashSet<>();
        value.itemsOrSelf().forEach(item -> texts.add(item.text()));
        return texts;
    }

    Expression cast(YamlNode node, YamlNode value) {
        Expression argument = expressions.argument(value);
        YamlNode to = node.required("to");
        String type = to.text();
        Optional<YamlNode> zone = node.optional("zone");
        List<String> types = CONVERSIONS.stream().map(Conversion::type).toList();
        if (to.kind() == Kind.TEXT && !types.contains(type)) {
            String nearest = Nearest.suggest(type, types);
            to.report(
                    "there is no cast to this type", nearest == null ? "known: " + String.join(", ", types) : nearest);
        }
        if (type.equals("timestamptz")) {
            return new Cast(
                    argument, new ToTimestamptz(zone.map(TextReader::zone).orElse(ZoneOffset.UTC)));
        }
        zone.ifPresent(named -> named.report("a zone is of use with timestamptz only", "leave it out"));
        return new Cast(
                argument,
                CONVERSIONS.stream()
                        .filter(conversion -> conversion.type().equals(type))
                        .findFirst()
                        .orElse(CONVERSIONS.get(0)));
    }

    /** A zone by its name: PostgreSQL and Java read offsets with opposite signs. */
    private static ZoneId zone(YamlNode node) {
        String name = node.text();
        if (ZoneId.getAvailableZoneIds().contains(name)) {
            return ZoneId.of(name);
        }
        String nearest = Nearest.suggest(name, ZoneId.getAvailableZoneIds());
        node.report("there is no time zone of this name", nearest == null ? "write it like Europe/Berlin" : nearest);
        return ZoneOffset.UTC;
    }
}
