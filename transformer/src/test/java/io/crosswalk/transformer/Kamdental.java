package io.crosswalk.transformer;

import io.crosswalk.pipeline.row.Columns;
import io.crosswalk.pipeline.row.Key;
import io.crosswalk.pipeline.row.Row;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.table.SourceTable;
import io.crosswalk.pipeline.table.SourceTable.ForeignKey;
import io.crosswalk.pipeline.transaction.Change;
import io.crosswalk.pipeline.transaction.Change.Delete;
import io.crosswalk.pipeline.transaction.Change.Operation;
import io.crosswalk.pipeline.transaction.Change.Truncate;
import io.crosswalk.pipeline.transaction.Change.Upsert;
import io.crosswalk.transformer.mapping.BundledMapping;
import io.crosswalk.transformer.mapping.Mapping;
import io.crosswalk.transformer.mapping.MappingReader;
import io.crosswalk.transformer.secrets.Sealer;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** The legacy tables of Kamdental and changes of their rows, for tests. */
public final class Kamdental {

    public static final UUID NAMESPACE = UUID.fromString("0b9f3f0e-5a0d-4a55-9a2e-6f1b1c1f7c11");

    /** Seals in the open, so that tests can read it. */
    public static final Sealer OPEN_SEALER = new Sealer() {
        @Override
        public String seal(String plaintext, String context) {
            return "sealed(" + plaintext + " for " + context + ")";
        }

        @Override
        public String open(String sealed, String context) {
            throw new UnsupportedOperationException();
        }
    };

    private static final String TIMES =
            ", createdAt timestamp(3) without time zone, updatedAt timestamp(3) without time zone";

    /** What the foreign keys refer to, by their column. */
    private static final Map<String, String> PARENTS = Map.of(
            "clinicId", "Clinic",
            "providerId", "Provider",
            "metricDefinitionId", "MetricDefinition",
            "dataSourceId", "DataSource",
            "userId", "User",
            "dashboardId", "Dashboard",
            "A", "MetricDefinition",
            "B", "Provider");

    private Kamdental() {}

    public static String yaml() {
        return BundledMapping.text("kamdental").orElseThrow();
    }

    public static Mapping mapping() {
        return MappingReader.read(yaml(), "kamdental.yaml");
    }

    public static MappedTransform transform() {
        return MappedTransform.of(mapping(), tables(), NAMESPACE, OPEN_SEALER);
    }

    public static List<SourceTable> tables() {
        return List.of(
                table("Clinic", "id text, name text, location text, status text" + TIMES),
                table(
                        "User",
                        "id text, email text, name text, role text, passwordHash text, lastLogin timestamp(3) without time zone"
                                + TIMES + ", clinicId text"),
                table("Provider", "id text, name text, providerType text, status text" + TIMES + ", clinicId text"),
                table(
                        "MetricDefinition",
                        "id text, name text, description text, dataType text, calculationFormula text, category text,"
                                + " isComposite boolean" + TIMES),
                table(
                        "DataSource",
                        "id text, name text, spreadsheetId text, sheetName text, lastSyncedAt timestamp(3) without time zone,"
                                + " syncFrequency text, connectionStatus text, appScriptId text, accessToken text,"
                                + " refreshToken text, expiryDate timestamp(3) without time zone" + TIMES
                                + ", clinicId text"),
                table(
                        "ColumnMapping",
                        "id text, columnName text, transformationRule text" + TIMES
                                + ", dataSourceId text, metricDefinitionId text"),
                table(
                        "MetricValue",
                        "id text, date timestamp(3) without time zone, value text, sourceType text, sourceSheet text,"
                                + " externalId text, metadata jsonb" + TIMES
                                + ", metricDefinitionId text, clinicId text, providerId text, dataSourceId text"),
                table(
                        "Goal",
                        "id text, timePeriod text, startDate timestamp(3) without time zone,"
                                + " endDate timestamp(3) without time zone, targetValue text" + TIMES
                                + ", metricDefinitionId text, clinicId text, providerId text"),
                table(
                        "Dashboard",
                        "id text, name text, isDefault boolean, layoutConfig jsonb" + TIMES + ", userId text"),
                table(
                        "Widget",
                        "id text, widgetType text, chartType text, positionX integer, positionY integer, width integer,"
                                + " height integer, config jsonb" + TIMES
                                + ", dashboardId text, metricDefinitionId text"),
                table("_ProviderToMetricDefinition", "A text, B text"),
                table("ImportScratch", "id text, payload text, createdAt timestamp(3) without time zone"),
                table("_prisma_migrations", "id character varying(36), checksum character varying(64)"));
    }

    /** A table from {@code name type, ...}; its key is the column id, else all columns. */
    public static SourceTable table(String name, String columns) {
        List<String> names = new ArrayList<>();
        Map<String, String> types = new LinkedHashMap<>();
        for (String column : columns.split(", *(?![0-9])")) {
            int space = column.indexOf(' ');
            names.add(column.substring(0, space));
            types.put(column.substring(0, space), column.substring(space + 1));
        }
        Columns all = Columns.of(names);
        List<ForeignKey> foreignKeys = names.stream()
                .filter(PARENTS::containsKey)
                .map(column -> new ForeignKey(List.of(column), id(parent(column)), List.of("id")))
                .toList();
        return new SourceTable(id(name), all, names.contains("id") ? Columns.of("id") : all, types, foreignKeys, 0);
    }

    private static String parent(String column) {
        return Objects.requireNonNull(PARENTS.get(column));
    }

    public static TableId id(String table) {
        return new TableId("public", table);
    }

    /** An insert of a row of the named table; columns that are not given are null. */
    public static Upsert insert(String table, @Nullable Object... columnsAndValues) {
        return upsert(table, Operation.INSERT, null, columnsAndValues);
    }

    /** An update of a row of the named table; columns that are not given are null. */
    public static Upsert update(String table, @Nullable Object... columnsAndValues) {
        return upsert(table, Operation.UPDATE, null, columnsAndValues);
    }

    /** An update that gives a row with one key column a new key. */
    public static Upsert rekey(String table, String formerKey, @Nullable Object... columnsAndValues) {
        return upsert(table, Operation.UPDATE, formerKey, columnsAndValues);
    }

    private static Upsert upsert(
            String table, Operation operation, @Nullable String formerKey, @Nullable Object... columnsAndValues) {
        SourceTable source = source(table);
        @Nullable Object[] values = new @Nullable Object[source.columns().size()];
        for (int i = 0; i < columnsAndValues.length; i += 2) {
            int index = source.columns().indexOf((String) columnsAndValues[i]);
            if (index < 0) {
                throw new IllegalArgumentException("no column " + columnsAndValues[i] + " in " + table);
            }
            values[index] = columnsAndValues[i + 1];
        }
        Row row = Row.of(source.columns(), values);
        Key former = formerKey == null ? null : Key.of(source.key(), formerKey);
        return new Upsert(source.id(), operation, row.key(source.key()), former, row, null);
    }

    public static Change delete(String table, Object... key) {
        return new Delete(id(table), Key.of(source(table).key(), key), null);
    }

    public static Change truncate(String table) {
        return new Truncate(id(table));
    }

    private static SourceTable source(String table) {
        return tables().stream()
                .filter(it -> it.id().name().equals(table))
                .findFirst()
                .orElseThrow();
    }
}
