package io.crosswalk.operations.draft.table;

import io.crosswalk.operations.draft.legacy.LegacySchema;
import io.crosswalk.operations.draft.naming.Allotment;
import io.crosswalk.operations.draft.naming.Allotment.Given;
import io.crosswalk.pipeline.row.TableId;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What target tables are called. The tables of the default schema go into the target's default schema, those of another schema into one
 * of its name. Belongs to one thread.
 */
public final class TargetNames {

    /** Schemas that the tables of the application must not get into: Supabase's own and ours. */
    private static final Set<String> OCCUPIED =
            Set.of("auth", "crosswalk", "extensions", "graphql", "information_schema", "realtime", "storage", "vault");

    private final String defaultSource;
    private final String defaultTarget;
    private final Allotment schemas = Allotment.ofTables();
    private final Map<String, Given> targetSchemas = new TreeMap<>();
    private final Map<String, Allotment> tables = new HashMap<>();
    private final Map<TableId, Given> given = new HashMap<>();

    /**
     * No names yet.
     *
     * @param occupied target tables whose names are not free
     */
    public TargetNames(LegacySchema schema, String defaultTarget, Collection<TableId> occupied) {
        this.defaultSource = schema.defaultSchema();
        this.defaultTarget = defaultTarget;
        OCCUPIED.forEach(schemas::take);
        schemas.take(defaultTarget);
        occupied.forEach(table -> tablesOf(table.schema()).take(table.name()));
    }

    /** Names all these tables at once, so that those whose names are in order already keep them. */
    public void name(Collection<TableId> sources) {
        Map<String, List<TableId>> bySchema = sources.stream()
                .sorted()
                .collect(Collectors.groupingBy(TableId::schema, TreeMap::new, Collectors.toList()));
        bySchema.forEach((schema, own) -> {
            Map<String, Given> names = tablesOf(targetSchema(schema))
                    .names(own.stream().map(TableId::name).toList());
            own.forEach(table -> given.put(table, Objects.requireNonNull(names.get(table.name()))));
        });
    }

    /** Names a table otherwise than by its own name. */
    public void name(TableId source, String wanted) {
        given.put(source, tablesOf(targetSchema(source.schema())).name(source.name(), wanted));
    }

    /** A name for a table that a table becomes besides the one it is named for. */
    String further(TableId source, String wanted) {
        String schema = targetSchema(source.schema());
        return written(schema, tablesOf(schema).name(source.name(), wanted).name());
    }

    /** The target table as a mapping names it. */
    String of(TableId source) {
        TableId target = target(source);
        return written(target.schema(), target.name());
    }

    /** The target table. */
    public TableId target(TableId source) {
        return new TableId(
                targetSchema(source.schema()),
                Objects.requireNonNull(given.get(source), source::toString).name());
    }

    /** Why it is not simply the legacy name in snake case. */
    Optional<String> note(TableId source) {
        return Optional.ofNullable(given.get(source)).flatMap(Given::note).map(note -> source.name() + ": " + note);
    }

    private String written(String schema, String table) {
        return schema.equals(defaultTarget) ? table : schema + "." + table;
    }

    private Allotment tablesOf(String targetSchema) {
        return tables.computeIfAbsent(targetSchema, schema -> Allotment.ofTables());
    }

    private String targetSchema(String source) {
        return source.equals(defaultSource)
                ? defaultTarget
                : targetSchemas.computeIfAbsent(source, schemas::name).name();
    }
}
