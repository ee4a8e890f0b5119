package io.crosswalk.operations.explain;

import io.crosswalk.connector.SourceCatalog;
import io.crosswalk.operations.check.Query;
import io.crosswalk.operations.comparison.RevealingSealer;
import io.crosswalk.operations.explain.Explanation.Field;
import io.crosswalk.operations.explain.Explanation.TargetRow;
import io.crosswalk.operations.explain.Explanation.Waiting;
import io.crosswalk.operations.keys.MappedTables;
import io.crosswalk.operations.keys.RecordedKeys;
import io.crosswalk.operations.keys.UnknownKeyException;
import io.crosswalk.pipeline.row.Columns;
import io.crosswalk.pipeline.row.Key;
import io.crosswalk.pipeline.row.Row;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.table.SourceTable;
import io.crosswalk.pipeline.table.TargetTable;
import io.crosswalk.pipeline.transaction.Change;
import io.crosswalk.pipeline.transaction.Change.Delete;
import io.crosswalk.pipeline.transaction.Change.Operation;
import io.crosswalk.pipeline.transaction.Change.Upsert;
import io.crosswalk.postgres.Catalog;
import io.crosswalk.postgres.CatalogTable;
import io.crosswalk.postgres.DatabaseAddress;
import io.crosswalk.sink.ledger.ControlSchema;
import io.crosswalk.sink.ledger.Ledger;
import io.crosswalk.transformer.MappedTransform;
import io.crosswalk.transformer.mapping.Mapping;
import io.crosswalk.transformer.mapping.TableMapping;
import io.crosswalk.transformer.mapping.TargetMapping;
import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Explains one row, reading both databases and writing neither. One thread; holds nothing after {@link #explain}. */
public final class Explainer {

    private final ExplainSettings settings;
    private final Mapping mapping;

    public Explainer(ExplainSettings settings) {
        this.settings = settings;
        this.mapping = settings.mapping();
    }

    /** Everything that one explanation reads. */
    private record Sight(
            Connection source,
            Connection target,
            Catalog held,
            Map<TableId, SourceTable> tables,
            MappedTransform transform,
            LegacyRows rows) {}

    /**
     * Explains a row, or says that there is none and where the id occurs instead.
     *
     * @param table the legacy table or one of its target tables
     * @param id the legacy key (composite: its values joined by commas) or the new key
     * @throws UnknownKeyException when the mapping has no such table, or the id has the wrong number of values
     * @throws io.crosswalk.transformer.yaml.InvalidFileException when the mapping does not fit the legacy tables
     */
    public Explanation explain(String table, String id) throws SQLException {
        TableMapping found = MappedTables.named(mapping, table);
        try (Connection source = reading(settings.source());
                Connection target = reading(settings.target())) {
            Catalog legacy = Catalog.read(source, schemas(each -> List.of(each.source())));
            Map<TableId, SourceTable> tables = new HashMap<>();
            SourceCatalog.tables(legacy).forEach(each -> tables.put(each.id(), each));
            Sight sight = new Sight(
                    source,
                    target,
                    held(target),
                    tables,
                    MappedTransform.of(
                            mapping, List.copyOf(tables.values()), settings.namespace(), new RevealingSealer()),
                    new LegacyRows(source, legacy));
            return explain(sight, found, id);
        }
    }

    private static Connection reading(DatabaseAddress address) throws SQLException {
        Connection connection = address.connect("crosswalk explain");
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "SET default_transaction_read_only = on; SET statement_timeout = '30s'; SET lock_timeout = '2s'");
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private Set<String> schemas(Function<TableMapping, List<TableId>> tables) {
        Set<String> schemas = new TreeSet<>();
        mapping.tables().forEach(table -> tables.apply(table).forEach(id -> schemas.add(id.schema())));
        return schemas;
    }

    // Look-ups ask crosswalk.id_mappings, whose shape is ours.
    private Catalog held(Connection target) throws SQLException {
        Catalog read = Catalog.read(
                target,
                schemas(each ->
                        each.outputs().stream().map(TargetMapping::table).toList()));
        Map<TableId, CatalogTable> tables = new HashMap<>(read.tables());
        tables.put(ControlSchema.idMappings().id(), ControlSchema.idMappings());
        return new Catalog(tables);
    }

    private Explanation explain(Sight sight, TableMapping table, String id) throws SQLException {
        SourceTable source =
                Optional.ofNullable(sight.tables().get(table.source())).orElseThrow();
        List<String> candidates = new LegacyKeys(mapping, sight.target()).candidates(table, id);
        List<String> hints = new ArrayList<>();
        for (String candidate : candidates) {
            List<String> values = values(source, candidate);
            Optional<Row> row = sight.rows().find(source, values);
            if (row.isPresent()) {
                if (!candidate.equals(id)) {
                    hints.add(id + " is the new key of " + mapping.space(source.id()) + " " + candidate);
                }
                return explain(sight, table, source, values, row.get(), hints);
            }
        }
        String first = candidates.get(0);
        hints.add("there is no row with this key in the legacy table " + source.id());
        hints.addAll(new NearMisses(mapping, sight.tables(), sight.rows()).of(source, candidates));
        return explain(sight, table, source, values(source, first), null, hints);
    }

    private static List<String> values(SourceTable source, String id) {
        return LegacyRows.values(source, id)
                .orElseThrow(() -> new UnknownKeyException("the key of " + source.id() + " is "
                        + String.join(", ", LegacyRows.key(source).names()) + ": write its "
                        + LegacyRows.key(source).size() + " values with commas between them"));
    }

    private Explanation explain(
            Sight sight,
            TableMapping table,
            SourceTable source,
            List<String> values,
            @Nullable Row row,
            List<String> hints)
            throws SQLException {
        Columns keyColumns = LegacyRows.key(source);
        // The key as the server writes it: 007 finds the integer 7.
        Key key = row == null ? Key.of(keyColumns, values.toArray()) : row.key(keyColumns);
        Masking masking = new Masking(table);
        Ledger ledger = new Ledger(settings.name());
        String shown = key.text();
        return new Explanation(
                table.source(),
                shown,
                row == null ? List.of() : fields(source, row, masking),
                new RecordedKeys(sight.target()).ofLegacy(List.of(mapping.space(table.source())), shown),
                row == null ? List.of() : new TenantTrace(mapping, sight.tables(), sight.rows()).of(table, row),
                targets(sight, table, change(source, key, row), masking),
                waiting(sight.target(), table.source(), shown),
                ledger.read(sight.target()),
                hints);
    }

    private static Change change(SourceTable source, Key key, @Nullable Row row) {
        return row == null
                ? new Delete(source.id(), key, null)
                : new Upsert(source.id(), Operation.INSERT, key, null, row, null);
    }

    private static List<Field> fields(SourceTable source, Row row, Masking masking) {
        List<Field> fields = new ArrayList<>();
        for (String column : source.columns().names()) {
            fields.add(new Field(column, Masking.show((String) row.value(column), masking.hidesLegacy(column))));
        }
        return fields;
    }

    private List<TargetRow> targets(Sight sight, TableMapping table, Change change, Masking masking)
            throws SQLException {
        TargetRows rows = new TargetRows(sight.target(), sight.held(), settings.sealer(), new ExpressionText(mapping));
        List<Change> changes = new ArrayList<>(sight.transform().apply(change));
        List<TargetRow> targets = new ArrayList<>();
        for (TargetMapping target : table.outputs()) {
            // A legacy row may become two rows of one table; each change belongs to one target.
            Optional<Change> own = changes.stream()
                    .filter(each -> each.table().equals(target.table()))
                    .findFirst();
            Optional<TargetTable> written = sight.transform().targets().stream()
                    .filter(each -> each.id().equals(target.table()))
                    .findFirst();
            if (own.isPresent() && written.isPresent()) {
                changes.remove(own.get());
                targets.add(rows.of(target, written.get(), own.get(), masking));
            }
        }
        return targets;
    }

    private List<Waiting> waiting(Connection target, TableId table, String key) throws SQLException {
        if (!Query.of("SELECT to_regclass('crosswalk.quarantine') IS NOT NULL").holds(target)) {
            return List.of();
        }
        String sql = """
                SELECT target_table || ' ' || target_key, reason, waits_for, attempts, first_seen::text, last_seen::text
                FROM crosswalk.quarantine WHERE name = ? AND source_table = ? AND source_key = ? ORDER BY 1""";
        return Query.of(sql, settings.name(), table.toString(), key)
                .list(
                        target,
                        row -> new Waiting(
                                row.getString(1),
                                row.getString(2),
                                Arrays.asList((String[]) row.getArray(3).getArray()),
                                row.getInt(4),
                                row.getString(5),
                                row.getString(6)));
    }
}
