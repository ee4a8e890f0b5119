package io.crosswalk.connector.preparation;

import io.crosswalk.connector.SourceSettings;
import io.crosswalk.connector.publication.Publication;
import io.crosswalk.connector.publication.ReplicaIdentities;
import io.crosswalk.pipeline.Failpoint;
import io.crosswalk.pipeline.SourceException;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.table.SourceTable;
import io.crosswalk.postgres.Catalog;
import io.crosswalk.postgres.CatalogTable;
import io.crosswalk.postgres.CatalogTable.UniqueKey;
import io.crosswalk.postgres.Identifiers;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Makes the legacy database ready to be read: control schema, replica identities, publication. Running it again changes nothing that is
 * right already. A table is published only when its updates and deletes carry its key, because publishing it earlier would make the
 * application's own updates fail.
 */
public final class SourcePreparation {

    /**
     * What was changed.
     *
     * @param replicaIdentities relations whose replica identity was set, and to what
     * @param published tables added to the publication
     * @param withdrawn tables taken out of it
     * @param publicationCreated whether it did not exist
     */
    public record Report(
            Map<TableId, String> replicaIdentities,
            Set<TableId> published,
            Set<TableId> withdrawn,
            boolean publicationCreated) {

        public Report {
            replicaIdentities = Map.copyOf(replicaIdentities);
            published = Set.copyOf(published);
            withdrawn = Set.copyOf(withdrawn);
        }
    }

    private final Connection connection;
    private final SourceSettings settings;
    private final CautiousStatement cautious;
    private final Map<TableId, String> identities = new TreeMap<>();

    private SourcePreparation(Connection connection, SourceSettings settings) {
        this.connection = connection;
        this.settings = settings;
        this.cautious = new CautiousStatement(connection, settings.lockTimeout());
    }

    /**
     * Prepares everything.
     *
     * @param connection to the source, in auto-commit mode; its role owns the tables
     * @param needFullIdentity tables whose updates must carry the whole old row
     * @throws SourceException when a table cannot be locked (passing), or is not there (lasting)
     */
    public static Report prepare(Connection connection, SourceSettings settings, Set<TableId> needFullIdentity)
            throws SQLException, InterruptedException {
        return new SourcePreparation(connection, settings).run(needFullIdentity);
    }

    /**
     * The replica identities that {@link #prepare} would set, looked at and not touched: relation and identity as ALTER TABLE writes it.
     *
     * @param needFullIdentity tables whose updates must carry the whole old row
     */
    public static Map<TableId, String> missingIdentities(
            Connection connection, List<SourceTable> tables, Catalog catalog, Set<TableId> needFullIdentity)
            throws SQLException {
        Map<TableId, String> missing = new TreeMap<>();
        for (SourceTable table : tables) {
            boolean full = needFullIdentity.contains(table.id());
            for (ReplicaIdentities.Identity identity : ReplicaIdentities.of(connection, table.id())) {
                if (!(full ? identity.isFull() : identity.carries(table))) {
                    CatalogTable described = catalog.table(table.id()).orElseThrow();
                    missing.put(identity.relation(), full ? "FULL" : wantedIdentity(table, described, identity));
                }
            }
        }
        return missing;
    }

    private Report run(Set<TableId> needFullIdentity) throws SQLException, InterruptedException {
        createControlSchema();
        Set<String> schemas =
                settings.tables().stream().map(t -> t.id().schema()).collect(Collectors.toSet());
        Catalog catalog = Catalog.read(connection, schemas);
        for (SourceTable table : settings.tables()) {
            if (catalog.table(table.id()).isEmpty()) {
                throw SourceException.lasting(
                        "table " + table.id() + " does not exist on the source: correct the mapping", null);
            }
            setIdentity(table, catalog, needFullIdentity.contains(table.id()));
        }
        return publish();
    }

    private void createControlSchema() throws SQLException {
        execute("CREATE SCHEMA IF NOT EXISTS crosswalk");
        execute("CREATE TABLE IF NOT EXISTS crosswalk.heartbeat"
                + " (name text PRIMARY KEY, beat bigint NOT NULL, beat_at timestamptz NOT NULL)");
        Failpoint.SOURCE_SCHEMA_MADE.reached();
    }

    private void setIdentity(SourceTable table, Catalog catalog, boolean full)
            throws SQLException, InterruptedException {
        Set<TableId> whole = full ? Set.of(table.id()) : Set.of();
        Map<TableId, String> missing = missingIdentities(connection, List.of(table), catalog, whole);
        for (Map.Entry<TableId, String> identity : missing.entrySet()) {
            TableId relation = identity.getKey();
            cautious.run(
                    relation,
                    "ALTER TABLE " + Identifiers.quote(relation) + " REPLICA IDENTITY " + identity.getValue());
            identities.put(relation, identity.getValue());
            Failpoint.REPLICA_IDENTITY_SET.reached();
        }
    }

    private static String wantedIdentity(
            SourceTable table, CatalogTable described, ReplicaIdentities.Identity identity) {
        Set<String> key = table.key().asSet();
        // An identity index that somebody chose for other readers is not taken away from them: FULL serves all.
        if (identity.letter().equals("i")) {
            return "FULL";
        }
        if (!key.isEmpty() && key.equals(new HashSet<>(described.primaryKey()))) {
            return "DEFAULT";
        }
        Optional<String> index = described.uniqueKeys().stream()
                .filter(unique -> unique.notNull() && key.equals(new HashSet<>(unique.columns())))
                .map(UniqueKey::index)
                .findFirst();
        // The index of a partition has another name than the root's.
        return identity.partition() || index.isEmpty() ? "FULL" : "USING INDEX " + Identifiers.quote(index.get());
    }

    private Report publish() throws SQLException, InterruptedException {
        Optional<Publication> found = Publication.read(connection, settings.publication());
        createOrCorrect(found);
        Failpoint.PUBLICATION_CREATED.reached();
        Set<TableId> present = found.map(Publication::tables).orElse(Set.of(SourceSettings.HEARTBEAT));
        Set<TableId> narrowed = found.map(Publication::narrowed).orElse(Set.of());
        Set<TableId> wanted = Publication.wanted(settings);
        List<TableId> withdrawn = present.stream()
                .filter(t -> !wanted.contains(t) || narrowed.contains(t))
                .toList();
        List<TableId> published = wanted.stream()
                .filter(t -> !present.contains(t) || narrowed.contains(t))
                .toList();
        // One table a statement: we never hold the lock of one while waiting for another's.
        for (TableId table : withdrawn) {
            alterPublication(table, "DROP TABLE ONLY ");
            Failpoint.TABLE_WITHDRAWN.reached();
        }
        for (TableId table : published) {
            alterPublication(table, "ADD TABLE ONLY ");
            Failpoint.TABLE_PUBLISHED.reached();
        }
        return new Report(identities, new HashSet<>(published), new HashSet<>(withdrawn), found.isEmpty());
    }

    private void createOrCorrect(Optional<Publication> found) throws SQLException {
        String name = Identifiers.quote(settings.publication());
        String options = "(publish = 'insert, update, delete, truncate', publish_via_partition_root = true)";
        if (found.isEmpty()) {
            execute("CREATE PUBLICATION " + name + " FOR TABLE crosswalk.heartbeat WITH " + options);
        } else if (found.get().everything()) {
            throw SourceException.lasting(
                    "publication " + settings.publication() + " publishes whole schemas; it is not ours: drop it",
                    null);
        } else if (!found.get().complete()) {
            execute("ALTER PUBLICATION " + name + " SET " + options);
        }
    }

    private void alterPublication(TableId table, String action) throws SQLException, InterruptedException {
        cautious.run(
                table,
                "ALTER PUBLICATION " + Identifiers.quote(settings.publication()) + " " + action
                        + Identifiers.quote(table));
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
