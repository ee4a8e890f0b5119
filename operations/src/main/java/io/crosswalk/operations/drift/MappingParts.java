package io.crosswalk.operations.drift;

import io.crosswalk.transformer.mapping.Mapping;
import io.crosswalk.transformer.mapping.TableMapping;
import org.jspecify.annotations.Nullable;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Digests of a mapping, table by table, that are the same in every process for mappings that write the same: neither the layout of the
 * file counts, nor what is left behind.
 */
public final class MappingParts {

    /** What is said about the whole; no table is called so. */
    static final String HEAD = "";

    private MappingParts() {}

    public static Map<String, String> of(Mapping mapping) {
        Map<String, String> parts = new TreeMap<>();
        parts.put(
                HEAD,
                digest(text(List.of(
                        mapping.sourceSchema(),
                        mapping.targetSchema(),
                        mapping.keys(),
                        mapping.tenant(),
                        mapping.accounts()))));
        for (TableMapping table : mapping.tables()) {
            if (!table.skipped()) {
                parts.put(
                        table.source().toString(),
                        digest(text(List.of(
                                table.keys(),
                                table.filter(),
                                table.tenant(),
                                table.global(),
                                table.targets(),
                                table.folds()))));
            }
        }
        return parts;
    }

    /** The mapping's values are records all through, made of texts, lists, maps and sets. */
    private static String text(Object value) {
        if (value instanceof Optional<?> optional) {
            return optional.map(MappingParts::text).orElse("-");
        }
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(entry ->
                            text(entry.getKey()) + "=" + (entry.getValue() == null ? "~" : text(entry.getValue())))
                    .sorted()
                    .collect(Collectors.joining(",", "{", "}"));
        }
        if (value instanceof Set<?> set) {
            return set.stream().map(MappingParts::text).sorted().collect(Collectors.joining(",", "{", "}"));
        }
        if (value instanceof Collection<?> list) {
            return list.stream().map(MappingParts::text).collect(Collectors.joining(",", "[", "]"));
        }
        if (value instanceof Record written) {
            return written(written);
        }
        String plain = String.valueOf(value);
        return plain.length() + ":" + plain;
    }

    private static String written(Record value) {
        StringBuilder text = new StringBuilder(value.getClass().getSimpleName()).append('(');
        for (RecordComponent component : value.getClass().getRecordComponents()) {
            // Where something stands in its file says nothing about rows.
            if (!component.getName().equals("path")) {
                Object part = component(value, component);
                text.append(part == null ? "~" : text(part)).append(';');
            }
        }
        return text.append(')').toString();
    }

    private static @Nullable Object component(Record value, RecordComponent component) {
        try {
            var accessor = component.getAccessor();
            accessor.setAccessible(true);
            return accessor.invoke(value);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("a record that does not show " + component.getName(), e);
        }
    }

    private static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
