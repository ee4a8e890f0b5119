package io.crosswalk.connector.publication;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The publication at one moment, by identities that the server never gives twice: an alteration leaves its trace here also when names
 * and options are as before again. Immutable.
 *
 * @param publication its oid and the transaction that altered its options last
 * @param tables what it names: the relation's oid, and the oid of its entry in {@code pg_publication_rel}
 * @param relations what holds the rows: plain tables and the leaves of partitioned ones, by oid
 */
public record PublicationTrace(String publication, SortedMap<Long, Long> tables, SortedMap<Long, Relation> relations) {

    private static final String PERMANENT = "p";

    /**
     * A relation that holds rows.
     *
     * @param root the published table that it is, or is a partition of
     * @param persistence {@code pg_class.relpersistence}
     * @param full whether its replica identity is FULL
     */
    public record Relation(long root, String persistence, boolean full) {

        boolean isLogged() {
            return persistence.equals(PERMANENT);
        }
    }

    public PublicationTrace {
        tables = new TreeMap<>(tables);
        relations = new TreeMap<>(relations);
    }

    /** The publication now; one that does not exist has no tables. */
    public static PublicationTrace read(Connection connection, String name) throws SQLException {
        SortedMap<Long, Long> tables = new TreeMap<>();
        SortedMap<Long, Relation> relations = new TreeMap<>();
        String sql = """
                SELECT p.oid || '/' || p.xmin, r.prrelid, r.oid, c.oid, c.relpersistence, c.relreplident = 'f'
                FROM pg_publication p LEFT JOIN pg_publication_rel r ON r.prpubid = p.oid
                LEFT JOIN LATERAL (SELECT r.prrelid AS oid
                                   UNION SELECT relid FROM pg_partition_tree(r.prrelid) WHERE isleaf) l ON true
                LEFT JOIN pg_class c ON c.oid = l.oid AND c.relkind = 'r'
                WHERE p.pubname = ?""";
        String publication = "";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, name);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    publication = row.getString(1);
                    long table = row.getLong(2);
                    if (!row.wasNull()) {
                        tables.put(table, row.getLong(3));
                        long relation = row.getLong(4);
                        if (!row.wasNull()) {
                            relations.put(relation, new Relation(table, row.getString(5), row.getBoolean(6)));
                        }
                    }
                }
            }
        }
        return new PublicationTrace(publication, tables, relations);
    }

    /** One line for each identity; {@link #parse} reads it. */
    public String text() {
        StringBuilder text = new StringBuilder("publication ").append(publication);
        tables.forEach((table, entry) ->
                text.append("\ntable ").append(table).append(' ').append(entry));
        relations.forEach((oid, relation) -> text.append("\nrelation ")
                .append(oid)
                .append(' ')
                .append(relation.root())
                .append(' ')
                .append(relation.persistence())
                .append(' ')
                .append(relation.full()));
        return text.toString();
    }

    /**
     * Reads what {@link #text} wrote.
     *
     * @throws IllegalArgumentException when it is something else
     */
    public static PublicationTrace parse(String text) {
        String publication = "";
        SortedMap<Long, Long> tables = new TreeMap<>();
        SortedMap<Long, Relation> relations = new TreeMap<>();
        for (String line : text.split("\n", -1)) {
            String[] words = line.split(" ", -1);
            if (words.length == 2 && words[0].equals("publication")) {
                publication = words[1];
            } else if (words.length == 3 && words[0].equals("table")) {
                tables.put(Long.valueOf(words[1]), Long.valueOf(words[2]));
            } else if (words.length == 5 && words[0].equals("relation")) {
                relations.put(
                        Long.valueOf(words[1]),
                        new Relation(Long.parseLong(words[2]), words[3], Boolean.parseBoolean(words[4])));
            } else {
                throw new IllegalArgumentException("no trace of a publication: " + words.length + " words");
            }
        }
        return new PublicationTrace(publication, tables, relations);
    }

    /**
     * What happened since {@code before} that may have kept changes from the stream; empty when nothing did. New partitions are looked
     * into: one that was empty when it was attached has nothing that the stream missed.
     */
    public List<String> alterations(Connection connection, PublicationTrace before) throws SQLException {
        return new Alterations(connection, before, this).list();
    }

    /**
     * Like {@link #alterations}, of some tables and of the publication's own options.
     *
     * @param names quoted, with their schemas
     */
    public List<String> alterationsOf(Connection connection, PublicationTrace before, List<String> names)
            throws SQLException {
        Set<Long> oids = new HashSet<>();
        String sql = "SELECT to_regclass(n)::oid FROM unnest(?::text[]) n";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, connection.createArrayOf("text", names.toArray()));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    oids.add(row.getLong(1));
                }
            }
        }
        return only(oids).alterations(connection, before.only(oids));
    }

    private PublicationTrace only(Set<Long> roots) {
        SortedMap<Long, Long> someTables = new TreeMap<>(tables);
        someTables.keySet().retainAll(roots);
        SortedMap<Long, Relation> someRelations = new TreeMap<>(relations);
        someRelations.values().removeIf(relation -> !roots.contains(relation.root()));
        return new PublicationTrace(publication, someTables, someRelations);
    }

    /** Relations whose changes are not in the WAL at all. */
    List<Long> unlogged() {
        return relations.entrySet().stream()
                .filter(relation -> !relation.getValue().isLogged())
                .map(Map.Entry::getKey)
                .toList();
    }
}
