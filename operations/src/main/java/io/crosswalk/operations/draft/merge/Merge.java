package io.crosswalk.operations.draft.merge;

import io.crosswalk.operations.draft.DraftRefusedException;
import io.crosswalk.operations.draft.merge.Addition.NewColumns;
import io.crosswalk.operations.draft.merge.Addition.NewTable;
import io.crosswalk.operations.draft.table.ColumnDraft;
import io.crosswalk.operations.draft.table.TableDraft;
import io.crosswalk.operations.draft.table.TableText;
import io.crosswalk.transformer.mapping.MappingReader;
import io.crosswalk.transformer.yaml.PlainValue;
import io.crosswalk.transformer.yaml.PlainValue.Entries;
import io.crosswalk.transformer.yaml.PlainValue.Items;
import io.crosswalk.transformer.yaml.Problems;
import io.crosswalk.transformer.yaml.YamlNode;
import io.crosswalk.transformer.yaml.YamlOutline;
import io.crosswalk.transformer.yaml.YamlOutline.Place;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Adds to the text of an edited file. Every character of it stays; the result is read again and has to say exactly what the file said
 * plus what was added.
 */
public final class Merge {

    private static final String TABLES = "tables";
    private static final String TARGETS = "targets";
    private static final String COLUMNS = "columns";

    private final EditedFile file;
    private final Insertions insertions;
    private PlainValue expected;

    private Merge(EditedFile file) {
        this.file = file;
        this.insertions = new Insertions(file.text());
        this.expected = file.content();
    }

    /**
     * The text with all additions.
     *
     * @throws DraftRefusedException when they cannot be added without touching what is there
     */
    public static String of(EditedFile file, List<Addition> additions) {
        return additions.isEmpty() ? file.text() : new Merge(file).run(additions);
    }

    private String run(List<Addition> additions) {
        Place mapping = YamlOutline.of(file.text()).root();
        for (String step : file.mappingPath()) {
            mapping = mapping.entry(step).orElseThrow(this::unreadable);
        }
        Place tables = mapping.entry(TABLES).orElseThrow(this::unreadable);
        for (Addition addition : additions) {
            if (addition instanceof NewColumns columns) {
                add(tables, columns);
            }
        }
        for (Addition addition : additions) {
            if (addition instanceof NewTable table) {
                add(tables, table.table());
            }
        }
        String merged = insertions.apply();
        prove(merged);
        return merged;
    }

    private void add(Place tables, TableDraft table) {
        if (tables.flow() || tables.entries().isEmpty()) {
            throw new DraftRefusedException(
                    file.name() + ": tables: is not written with one table below the other, so none"
                            + " can be added; write it so, or draft into a new file");
        }
        List<String> lines = new ArrayList<>(List.of(""));
        lines.addAll(TableText.indented(TableText.lines(table), " ".repeat(tables.column())));
        insertions.atEnd(tables, lines);
        put(path(), table.name(), value(TableText.lines(table), table.name()));
    }

    private void add(Place tables, NewColumns added) {
        Place target = tables.entry(added.table())
                .flatMap(table -> table.entry(TARGETS))
                .filter(targets -> targets.items().size() > added.target())
                .map(targets -> targets.items().get(added.target()))
                .orElseThrow(this::unreadable);
        Place columns = target.entry(COLUMNS).orElseThrow(this::unreadable);
        if (columns.flow()) {
            insertions.inBraces(
                    columns, added.columns().stream().map(TableText::entry).toList());
        } else {
            String indent = " ".repeat(columns.column());
            insertions.atEnd(
                    columns,
                    added.columns().stream()
                            .flatMap(column -> TableText.indented(TableText.lines(column), indent).stream())
                            .toList());
        }
        List<Object> path = path();
        path.addAll(List.of(added.table(), TARGETS, added.target(), COLUMNS));
        for (ColumnDraft column : added.columns()) {
            put(path, column.name(), value(List.of(TableText.entry(column)), column.name()));
        }
    }

    private List<Object> path() {
        List<Object> path = new ArrayList<>(file.mappingPath());
        path.add(TABLES);
        return path;
    }

    private void put(List<Object> path, String key, PlainValue value) {
        expected = put(expected, path, key, value);
    }

    private PlainValue put(PlainValue at, List<Object> path, String key, PlainValue value) {
        if (path.isEmpty()) {
            Map<String, PlainValue> entries = new LinkedHashMap<>(((Entries) at).values());
            entries.put(key, value);
            return new Entries(entries);
        }
        List<Object> rest = path.subList(1, path.size());
        if (path.get(0) instanceof Integer index && at instanceof Items items) {
            List<PlainValue> values = new ArrayList<>(items.values());
            values.set(index, put(values.get(index), rest, key, value));
            return new Items(values);
        }
        if (path.get(0) instanceof String step && at instanceof Entries map) {
            Map<String, PlainValue> entries = new LinkedHashMap<>(map.values());
            entries.put(
                    step, put(Optional.ofNullable(entries.get(step)).orElseThrow(this::unreadable), rest, key, value));
            return new Entries(entries);
        }
        throw unreadable();
    }

    private PlainValue value(List<String> yaml, String key) {
        PlainValue entry = plain(String.join("\n", yaml));
        return Optional.ofNullable(((Entries) entry).values().get(key)).orElseThrow(this::unreadable);
    }

    private PlainValue plain(String yaml) {
        Problems problems = new Problems(file.name());
        YamlNode root = YamlNode.read(yaml, problems);
        problems.throwIfAny();
        return PlainValue.of(root);
    }

    private void prove(String merged) {
        if (!plain(merged).canonical().equals(expected.canonical())) {
            throw unreadable();
        }
        Problems problems = new Problems(file.name());
        YamlNode root = YamlNode.read(merged, problems);
        MappingReader.read(file.mappingPath().isEmpty() ? root : root.required("mapping"));
        problems.throwIfAny();
    }

    private DraftRefusedException unreadable() {
        return new DraftRefusedException(file.name()
                + " is written in a way that cannot be added to without touching the rest: draft into a new file, and take"
                + " over what is new");
    }
}
