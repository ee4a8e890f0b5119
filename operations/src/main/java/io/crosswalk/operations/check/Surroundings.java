package io.crosswalk.operations.check;

import io.crosswalk.connector.SourceCatalog;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.table.SourceTable;
import io.crosswalk.postgres.CatalogTable;
import io.crosswalk.transformer.MappedTransform;
import io.crosswalk.transformer.mapping.Mapping;
import io.crosswalk.transformer.mapping.TableMapping;
import io.crosswalk.transformer.mapping.TargetMapping;
import io.crosswalk.transformer.secrets.Sealer;
import io.crosswalk.transformer.yaml.InvalidFileException;
import org.jspecify.annotations.Nullable;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** What inspections look at: both databases and the mapping between them. Belongs to one thread. */
public final class Surroundings implements AutoCloseable {

    private final CheckSettings settings;
    private final Side source;
    private final Side target;
    private @Nullable MappedTransform transform;

    public Surroundings(CheckSettings settings) {
        this.settings = settings;
        this.source = new Side(
                "source",
                settings.source(),
                schemas(settings.mapping(), table -> List.of(table.source())),
                settings.patience());
        this.target = new Side(
                "target",
                settings.target(),
                schemas(
                        settings.mapping(),
                        table -> table.targets().stream()
                                .map(TargetMapping::table)
                                .toList()),
                settings.patience());
    }

    private static Set<String> schemas(Mapping mapping, Function<TableMapping, List<TableId>> tables) {
        Set<String> schemas = new TreeSet<>();
        mapping.tables().forEach(table -> tables.apply(table).forEach(id -> schemas.add(id.schema())));
        return schemas;
    }

    /** A mapped legacy table and one of its target tables, both of which exist. */
    public record Pair(
            TableMapping mapping, SourceTable source, CatalogTable legacy, TargetMapping target, CatalogTable held) {}

    public CheckSettings settings() {
        return settings;
    }

    public Mapping mapping() {
        return settings.mapping();
    }

    public Side source() {
        return source;
    }

    public Side target() {
        return target;
    }

    /** The mapped legacy tables that exist, in the order of the mapping. */
    public List<SourceTable> sourceTables() throws SQLException {
        List<SourceTable> all = SourceCatalog.tables(source.catalog());
        return migrated().stream()
                .flatMap(table -> all.stream().filter(found -> found.id().equals(table.source())))
                .toList();
    }

    /** The mappings of the tables that are migrated. */
    public List<TableMapping> migrated() {
        return mapping().tables().stream().filter(table -> !table.skipped()).toList();
    }

    /** What flows into what, as far as both ends exist. */
    public List<Pair> pairs() throws SQLException {
        List<Pair> pairs = new ArrayList<>();
        for (SourceTable table : sourceTables()) {
            TableMapping found = mapping().table(table.id()).orElseThrow();
            CatalogTable legacy = source.catalog().table(table.id()).orElseThrow();
            for (TargetMapping written : found.targets()) {
                target.catalog()
                        .table(written.table())
                        .ifPresent(held -> pairs.add(new Pair(found, table, legacy, written, held)));
            }
        }
        return pairs;
    }

    /** The mapping at work; empty when it does not fit the source, which another inspection tells. It seals nothing. */
    public Optional<MappedTransform> transform() throws SQLException {
        if (transform == null) {
            try {
                transform = MappedTransform.of(
                        mapping(), SourceCatalog.tables(source.catalog()), settings.namespace(), new NothingSealed());
            } catch (InvalidFileException e) {
                return Optional.empty();
            }
        }
        return Optional.of(transform);
    }

    /** Stands for every secret, so that a check holds none. */
    private static final class NothingSealed implements Sealer {

        @Override
        public String seal(String plaintext, String context) {
            return "sealed";
        }

        @Override
        public String open(String sealed, String context) {
            throw new UnsupportedOperationException("a check opens nothing");
        }
    }

    @Override
    public void close() throws SQLException {
        try (source) {
            target.close();
        }
    }
}
