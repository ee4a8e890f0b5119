package io.crosswalk.app.migration.preparation;

import io.crosswalk.connector.SourceCatalog;
import io.crosswalk.connector.SourceSettings;
import io.crosswalk.connector.preparation.SourcePreparation;
import io.crosswalk.operations.comparison.Comparison;
import io.crosswalk.operations.comparison.RowsInPlace;
import io.crosswalk.operations.drift.MappingUse;
import io.crosswalk.operations.privileges.Privileges;
import io.crosswalk.pipeline.SinkException;
import io.crosswalk.pipeline.SourceException;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.table.SourceTable;
import io.crosswalk.pipeline.table.TargetTable;
import io.crosswalk.pipeline.table.TargetTable.Account;
import io.crosswalk.postgres.Catalog;
import io.crosswalk.postgres.CatalogTable;
import io.crosswalk.sink.SinkSettings;
import io.crosswalk.sink.accounts.AccountService;
import io.crosswalk.sink.folds.FoldTables;
import io.crosswalk.sink.ledger.ControlSchema;
import io.crosswalk.sink.session.ReplicaRole;
import io.crosswalk.sink.session.WriterSeat;
import io.crosswalk.transformer.MappedTransform;
import io.crosswalk.transformer.mapping.Mapping;
import io.crosswalk.transformer.mapping.TableMapping;
import io.crosswalk.transformer.mapping.TargetMapping;
import io.crosswalk.transformer.mapping.check.MappingCheck;
import io.crosswalk.transformer.secrets.Sealer;
import io.crosswalk.transformer.yaml.Problems;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A migration whose mapping fits both databases and whose databases are ready: what backfill and stream are made from.
 *
 * @param source how the legacy database is read
 * @param sink how the target is written
 * @param target the target's tables
 * @param transform the mapping at work
 * @param sources the mapped legacy tables
 */
public record Preparation(
        SourceSettings source,
        SinkSettings sink,
        Catalog target,
        MappedTransform transform,
        List<SourceTable> sources) {

    private static final Logger LOG = LoggerFactory.getLogger(Preparation.class);

    /**
     * Looks whether the roles may do what a migration does, before anything is touched.
     *
     * @param beginning whether the source has to be made ready too
     * @throws SinkException or {@link SourceException} lasting, with every gap and the statement that closes it
     */
    public void privileges(MigrationSettings settings, boolean beginning) throws SQLException {
        try (Connection target = settings.target().connect("crosswalk prepare " + settings.name())) {
            // Tables of folds are ours, and yet to be made.
            List<String> missing = Privileges.missingOnTarget(
                    target,
                    transform.targets().stream()
                            .filter(table -> table.fold().isEmpty())
                            .toList());
            if (!missing.isEmpty()) {
                throw SinkException.lasting(lacking(settings.target().user(), "target", missing), null);
            }
        }
        if (written().size() < targets().size()) {
            settings.accounts().ifPresent(AccountService::verify);
        }
        try (Connection legacy = settings.source().connectCautiously("crosswalk prepare " + settings.name())) {
            List<String> missing = beginning ? Privileges.missingOnSource(legacy, sources) : List.of();
            if (!missing.isEmpty()) {
                throw SourceException.lasting(lacking(settings.source().user(), "source", missing), null);
            }
        }
    }

    private static String lacking(String role, String side, List<String> missing) {
        return "the role " + role + " lacks privileges on the " + side + ":" + System.lineSeparator() + "  "
                + String.join(System.lineSeparator() + "  ", missing);
    }

    /**
     * Makes the target ready: the control schema, and the tables of folds.
     *
     * @throws io.crosswalk.pipeline.SinkException when the role may not write as the sink has to
     */
    public void target(Connection connection) throws SQLException {
        ReplicaRole.enter(connection);
        ControlSchema.install(connection);
        FoldTables.install(connection, transform.targets(), target);
    }

    /** Makes the source of a migration that has not begun yet ready: control schema, replica identities, publication. */
    public void source(MigrationSettings settings) throws SQLException, InterruptedException {
        try (Connection connection = settings.source().connectCautiously("crosswalk prepare " + settings.name())) {
            SourcePreparation.Report report =
                    SourcePreparation.prepare(connection, source, transform.needFullIdentity());
            report.replicaIdentities()
                    .forEach((table, identity) -> LOG.info("replica identity of {}: {}", table, identity));
            LOG.info("publication {} names {} tables", source.publication(), sources.size() + 1);
        }
    }

    /**
     * Checks the mapping against both catalogs, without touching anything.
     *
     * @throws io.crosswalk.transformer.yaml.InvalidFileException when the mapping does not fit, with every problem
     */
    public static Preparation checked(MigrationSettings settings) throws SQLException {
        return checked(settings, false);
    }

    /**
     * Like {@link #checked(MigrationSettings)}.
     *
     * @param begun whether the migration has begun: what the legacy schema has got since is shown as drift, and does not keep it from going
     *     on
     */
    public static Preparation checked(MigrationSettings settings, boolean begun) throws SQLException {
        return checked(settings, begun, new WriterSeat(settings.name()));
    }

    /**
     * Like {@link #checked(MigrationSettings, boolean)}.
     *
     * @param seat the one that the sink writes under
     */
    public static Preparation checked(MigrationSettings settings, boolean begun, WriterSeat seat) throws SQLException {
        MappingUse use = new MappingUse(settings.mapping());
        Catalog source = catalog(settings, true);
        Catalog target = catalog(settings, false);
        List<SourceTable> found = SourceCatalog.tables(source);
        List<SourceTable> all = begun ? found.stream().map(use::seen).toList() : found;
        Mapping mapping = begun ? MappingUse.fitted(settings.mapping(), all) : settings.mapping();
        Problems problems = new Problems("the mapping");
        MappingCheck.against(mapping, all, columns(target), problems);
        MappingCheck.nullable(mapping, notNull(target), problems);
        problems.throwIfAny();
        MappedTransform transform = MappedTransform.of(mapping, all, settings.namespace(), sealer(settings));
        Set<TableId> mapped = transform.sourceTables();
        List<SourceTable> sources =
                all.stream().filter(table -> mapped.contains(table.id())).toList();
        return new Preparation(
                SourceSettings.of(settings.name(), settings.source(), sources)
                        .withBatch(settings.batchRows(), settings.batchBytes())
                        .withHeartbeatInterval(settings.heartbeat())
                        .withLockTimeout(settings.lockTimeout()),
                new SinkSettings(
                        settings.name(),
                        settings.target(),
                        transform.targets(),
                        settings.retryFor(),
                        new KeysetCipher(settings.sealer()),
                        settings.accounts(),
                        seat),
                FoldTables.known(transform.targets(), withControlTables(settings, target)),
                transform,
                sources);
    }

    private static Catalog catalog(MigrationSettings settings, boolean source) throws SQLException {
        Set<String> schemas = new TreeSet<>();
        for (TableMapping table : settings.mapping().tables()) {
            if (source) {
                schemas.add(table.source().schema());
            } else {
                table.targets().forEach(target -> schemas.add(target.table().schema()));
            }
        }
        String session = "crosswalk prepare " + settings.name();
        try (Connection connection = source
                ? settings.source().connectCautiously(session)
                : settings.target().connect(session)) {
            return Catalog.read(connection, schemas);
        }
    }

    private static Sealer sealer(MigrationSettings settings) {
        return settings.sealer().orElseGet(NothingSealed::new);
    }

    /** For a mapping that seals nothing; the configuration's reader demands a keyset from the others. */
    private static final class NothingSealed implements Sealer {

        @Override
        public String seal(String plaintext, String context) {
            throw new IllegalStateException("no keyset to seal with for " + context);
        }

        @Override
        public String open(String sealed, String context) {
            throw new IllegalStateException("no keyset to open with for " + context);
        }
    }

    // Look-ups ask crosswalk.id_mappings, which a first run has yet to create: its shape is ours, so it need not be
    // read.
    private static Catalog withControlTables(MigrationSettings settings, Catalog target) {
        Map<TableId, CatalogTable> tables = new HashMap<>(target.tables());
        CatalogTable idMappings = ControlSchema.idMappings();
        tables.put(idMappings.id(), idMappings);
        return new Catalog(tables);
    }

    private static Map<TableId, Set<String>> columns(Catalog catalog) {
        Map<TableId, Set<String>> columns = new HashMap<>();
        catalog.tables().forEach((id, table) -> columns.put(id, new HashSet<>(table.storedColumns())));
        return columns;
    }

    private static Map<TableId, Set<String>> notNull(Catalog catalog) {
        Map<TableId, Set<String>> columns = new HashMap<>();
        catalog.tables()
                .forEach((id, table) -> columns.put(
                        id,
                        table.columns().stream()
                                .filter(CatalogTable.Column::notNull)
                                .map(CatalogTable.Column::name)
                                .collect(Collectors.toSet())));
        return columns;
    }

    /** Compares both databases while nothing changes; touches nothing. */
    public static Comparison comparison(MigrationSettings settings) throws SQLException {
        Preparation preparation = checked(settings, true);
        return new Comparison(
                settings.name(),
                settings.source(),
                settings.target(),
                MappingUse.fitted(settings.mapping(), preparation.sources()),
                settings.namespace(),
                preparation.sources(),
                preparation.target(),
                sealer(settings));
    }

    /** Tells whether the target holds what legacy rows should give. */
    public static RowsInPlace rowsInPlace(MigrationSettings settings, Preparation preparation) {
        return new RowsInPlace(
                settings.mapping(),
                settings.namespace(),
                preparation.sources(),
                preparation.target(),
                sealer(settings));
    }

    /** The legacy tables in levels: a table comes after those whose target rows its own look-ups ask for. */
    public List<List<SourceTable>> levels(Mapping mapping) {
        return BackfillOrder.levels(sources, legacyTables(mapping), transform.targets());
    }

    private static Map<TableId, List<TableId>> legacyTables(Mapping mapping) {
        Map<TableId, List<TableId>> targets = new HashMap<>();
        for (TableMapping table : mapping.tables()) {
            targets.put(
                    table.source(),
                    table.outputs().stream().map(TargetMapping::table).toList());
        }
        return targets;
    }

    /** The target tables that the sink writes: not those of a service that makes the accounts. */
    public List<TargetTable> written() {
        return transform.targets().stream()
                .filter(table ->
                        table.account().filter(Account::isWrittenByService).isEmpty())
                .toList();
    }

    /** The target tables of the mapping. */
    public List<TargetTable> targets() {
        return transform.targets();
    }
}
