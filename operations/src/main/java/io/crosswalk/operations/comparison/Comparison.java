package io.crosswalk.operations.comparison;

import io.crosswalk.operations.comparison.RowComparator.Difference;
import io.crosswalk.operations.comparison.RowComparator.Outcome;
import io.crosswalk.pipeline.row.Key;
import io.crosswalk.pipeline.row.Row;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.table.SourceTable;
import io.crosswalk.pipeline.table.TargetTable;
import io.crosswalk.pipeline.transaction.Change;
import io.crosswalk.pipeline.transaction.Change.Operation;
import io.crosswalk.pipeline.transaction.Change.Upsert;
import io.crosswalk.postgres.Catalog;
import io.crosswalk.postgres.DatabaseAddress;
import io.crosswalk.postgres.Identifiers;
import io.crosswalk.sink.ForeignRows;
import io.crosswalk.sink.TargetImage;
import io.crosswalk.sink.folds.FoldJson;
import io.crosswalk.sink.quarantine.QuarantineView;
import io.crosswalk.transformer.MappedTransform;
import io.crosswalk.transformer.mapping.Mapping;
import io.crosswalk.transformer.secrets.Sealer;
import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Compares every mapped legacy table with its target tables: each legacy row is mapped again, and every value is compared. Both sides
 * must be quiet. Memory is bounded by a portion of rows; one thread.
 */
public final class Comparison {

    private static final int PORTION_ROWS = 2_000;
    private static final int MOST_EXAMPLES = 5;

    private final String name;
    private final Mapping mapping;
    private final DatabaseAddress source;
    private final DatabaseAddress target;
    private final List<SourceTable> sources;
    private final MappedTransform transform;
    private final Map<TableId, TargetTable> targets = new HashMap<>();
    private final Catalog catalog;
    private final Sealer sealer;

    /**
     * @param sources the mapped legacy tables
     * @param catalog the target's tables, {@code crosswalk.id_mappings} included
     * @param sealer opens what the target holds
     */
    public Comparison(
            String name,
            DatabaseAddress source,
            DatabaseAddress target,
            Mapping mapping,
            UUID namespace,
            List<SourceTable> sources,
            Catalog catalog,
            Sealer sealer) {
        this.name = name;
        this.mapping = mapping;
        this.source = source;
        this.target = target;
        this.sources = List.copyOf(sources);
        this.transform = MappedTransform.of(mapping, sources, namespace, new RevealingSealer());
        this.transform.targets().forEach(table -> targets.put(table.id(), table));
        this.catalog = catalog;
        this.sealer = sealer;
    }

    /**
     * Compares everything.
     *
     * @param progress told which legacy table is compared
     */
    public ComparisonReport run(Consumer<TableId> progress) throws SQLException {
        try (Connection legacy = source.connect("crosswalk compare " + name);
                Connection held = target.connect("crosswalk compare " + name)) {
            for (Connection connection : List.of(legacy, held)) {
                connection.setReadOnly(true);
                connection.setAutoCommit(false);
                connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            }
            Map<String, Long> quarantined = QuarantineView.counts(held, name);
            TargetImage image = new TargetImage(catalog, table -> quarantined.containsKey(table.toString()));
            List<TableResult> results = new ArrayList<>();
            for (SourceTable table : sources) {
                progress.accept(table.id());
                results.addAll(compare(legacy, held, table, image));
            }
            Map<TableId, Long> rows = countTargets(held);
            List<String> problems = new Discrepancies(results, rows, quarantined).problems(this::isOfAccounts);
            problems.addAll(folds(held));
            return new ComparisonReport(results, rows, quarantined, problems);
        }
    }

    private boolean isOfAccounts(TableId table) {
        return Objects.requireNonNull(targets.get(table)).account().isPresent();
    }

    /** Folded columns that are not made of what is folded into them. */
    private List<String> folds(Connection held) throws SQLException {
        List<String> problems = new ArrayList<>();
        for (TargetTable table : transform.targets()) {
            if (table.fold().isPresent()) {
                TargetTable.Fold fold = table.fold().get();
                try (Statement statement = held.createStatement();
                        ResultSet row = statement.executeQuery(FoldJson.differences(table, catalog))) {
                    row.next();
                    if (row.getLong(1) > 0) {
                        problems.add(fold.into() + ": " + row.getLong(1) + " rows differ in the folded column "
                                + fold.column());
                    }
                }
            }
        }
        return problems;
    }

    private List<TableResult> compare(Connection legacy, Connection held, SourceTable table, TargetImage image)
            throws SQLException {
        Map<TableId, Count> counts = new LinkedHashMap<>();
        // An empty table is compared too.
        mapping.table(table.id()).orElseThrow().outputs().forEach(target -> counts.put(target.table(), new Count()));
        String sql = "SELECT "
                + table.columns().names().stream()
                        .map(column -> asWritten(Identifiers.quote(column)))
                        .collect(Collectors.joining(", "))
                + " FROM " + Identifiers.quote(table.id());
        long rows = 0;
        try (Statement statement = legacy.createStatement()) {
            statement.setFetchSize(PORTION_ROWS);
            try (ResultSet result = statement.executeQuery(sql)) {
                List<Row> portion = new ArrayList<>();
                while (result.next()) {
                    portion.add(row(table, result));
                    rows++;
                    if (portion.size() == PORTION_ROWS) {
                        comparePortion(held, table, portion, image, counts);
                        portion.clear();
                    }
                }
                comparePortion(held, table, portion, image, counts);
            }
        }
        List<TableResult> results = new ArrayList<>();
        for (Map.Entry<TableId, Count> entry : counts.entrySet()) {
            results.add(entry.getValue().result(table.id(), entry.getKey(), rows));
        }
        return results;
    }

    // As COPY and the stream write it. A cast to text says "true" for t, adds a mask to inet and trims character(n).
    private static String asWritten(String column) {
        return "CASE WHEN " + column + " IS DISTINCT FROM NULL THEN concat(" + column + ") END";
    }

    private static Row row(SourceTable table, ResultSet result) throws SQLException {
        @Nullable Object[] values = new @Nullable Object[table.columns().size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = result.getString(i + 1);
        }
        return Row.of(table.columns(), values);
    }

    private void comparePortion(
            Connection held, SourceTable table, List<Row> portion, TargetImage image, Map<TableId, Count> counts)
            throws SQLException {
        Map<TableId, List<Upsert>> byTarget = new LinkedHashMap<>();
        for (Row row : portion) {
            for (Change change :
                    transform.apply(new Upsert(table.id(), Operation.INSERT, row.key(table.key()), null, row, null))) {
                if (change instanceof Upsert upsert) {
                    byTarget.computeIfAbsent(upsert.table(), target -> new ArrayList<>())
                            .add(upsert);
                }
            }
        }
        for (Map.Entry<TableId, List<Upsert>> entry : byTarget.entrySet()) {
            TargetTable written = Objects.requireNonNull(targets.get(entry.getKey()));
            TargetImage.Expected expected = image.expect(held, written, entry.getValue());
            RowComparator comparator =
                    new RowComparator(written, catalog.table(written.id()).orElseThrow(), sealer);
            Outcome outcome = withoutRefused(held, written, expected, comparator.compare(held, expected.rows()));
            Objects.requireNonNull(counts.get(written.id())).add(expected, outcome, written);
        }
    }

    /** What a constraint of the target refuses, the mapping cannot know: it is in the quarantine, and belongs there. */
    private Outcome withoutRefused(Connection held, TargetTable table, TargetImage.Expected expected, Outcome outcome)
            throws SQLException {
        if (outcome.differences().isEmpty()) {
            return outcome;
        }
        Map<Row, Key> names = new IdentityHashMap<>();
        for (int i = 0; i < expected.rows().size(); i++) {
            names.put(expected.rows().get(i), expected.symbolicKeys().get(i));
        }
        // An account stays as it was when its newer state is refused; every other row goes.
        Predicate<Difference> absent = it -> it.missing() || table.account().isPresent();
        Set<Key> refused = QuarantineView.refused(
                held,
                name,
                table.id(),
                outcome.differences().stream()
                        .filter(absent)
                        .map(it -> Objects.requireNonNull(names.get(it.expected())))
                        .toList());
        List<Difference> differences = new ArrayList<>(outcome.differences());
        differences.removeIf(absent.and(it -> refused.contains(names.get(it.expected()))));
        return new Outcome(
                differences, outcome.refused() + outcome.differences().size() - differences.size());
    }

    /** Adds up one pair of tables. */
    private static final class Count {
        private long expected;
        private long setAside;
        private long linked;
        private long missing;
        private long different;
        private final List<String> examples = new ArrayList<>();

        void add(TargetImage.Expected portion, Outcome outcome, TargetTable table) {
            expected += portion.rows().size() - outcome.refused();
            setAside += portion.refused() + outcome.refused();
            linked += portion.foreign();
            for (Difference difference : outcome.differences()) {
                missing += difference.missing() ? 1 : 0;
                different += difference.missing() ? 0 : 1;
                if (examples.size() < MOST_EXAMPLES) {
                    examples.add(difference.describe(table));
                }
            }
        }

        TableResult result(TableId source, TableId target, long rows) {
            return new TableResult(source, target, rows, expected, setAside, linked, missing, different, examples);
        }
    }

    private Map<TableId, Long> countTargets(Connection held) throws SQLException {
        Map<TableId, Long> counts = new TreeMap<>();
        for (TargetTable table : transform.targets()) {
            String foreign = ForeignRows.condition(table, transform.targets())
                    .map(condition -> " AS t WHERE NOT (" + condition + ")")
                    .orElse("");
            counts.put(table.id(), count(held, Identifiers.quote(table.id()) + foreign));
        }
        return counts;
    }

    private static long count(Connection connection, String table) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM " + table)) {
            row.next();
            return row.getLong(1);
        }
    }
}
