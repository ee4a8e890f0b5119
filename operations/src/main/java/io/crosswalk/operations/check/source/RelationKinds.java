package io.crosswalk.operations.check.source;

import io.crosswalk.operations.check.Finding;
import io.crosswalk.operations.check.Inspection;
import io.crosswalk.operations.check.Query;
import io.crosswalk.operations.check.Surroundings;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.postgres.Identifiers;
import io.crosswalk.transformer.mapping.TableMapping;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the mapped legacy names are: a published table is ordinary or partitioned, and permanent. Views, foreign tables and unlogged tables
 * leave nothing in the WAL.
 */
public final class RelationKinds implements Inspection {

    /** A relation as pg_class describes it; the parent is the partitioned or inherited table, if any. */
    record Relation(String kind, String persistence, boolean partition, String parents, long children) {}

    @Override
    public String subject() {
        return "kinds of the legacy tables";
    }

    @Override
    public List<Finding> inspect(Surroundings surroundings) throws SQLException {
        Connection source = surroundings.source().connection();
        List<Finding> findings = new ArrayList<>();
        for (TableMapping table : surroundings.migrated()) {
            for (Relation relation : relation(source, table.source())) {
                judge(table.source(), relation).ifPresent(findings::add);
            }
        }
        return findings;
    }

    private static List<Relation> relation(Connection source, TableId table) throws SQLException {
        String sql = """
                SELECT c.relkind, c.relpersistence, c.relispartition,
                       (SELECT string_agg(i.inhparent::regclass::text, ', ') FROM pg_inherits i WHERE i.inhrelid = c.oid),
                       (SELECT count(*) FROM pg_inherits i WHERE i.inhparent = c.oid)
                FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = ? AND c.relname = ?""";
        return Query.of(sql, table.schema(), table.name())
                .list(
                        source,
                        row -> new Relation(
                                row.getString(1),
                                row.getString(2),
                                row.getBoolean(3),
                                String.valueOf(row.getString(4)),
                                row.getLong(5)));
    }

    static Optional<Finding> judge(TableId table, Relation relation) {
        String where = "source table " + table;
        String name = Identifiers.quote(table);
        String other = switch (relation.kind()) {
            case "v" -> "a view";
            case "m" -> "a materialised view";
            case "f" -> "a foreign table";
            case "r", "p" -> "";
            default -> "no table";
        };
        if (!other.isEmpty()) {
            return Optional.of(Finding.blocker(
                    where,
                    "it is " + other,
                    "its rows are not in the WAL of this database",
                    "map the table behind it, or leave it out: skip: true"));
        }
        if (relation.persistence().equals("u")) {
            return Optional.of(Finding.blocker(
                    where,
                    "it is unlogged",
                    "its changes are not in the WAL, and it cannot be published",
                    "ALTER TABLE " + name + " SET LOGGED; -- rewrites the table under a lock"));
        }
        if (relation.persistence().equals("t")) {
            return Optional.of(Finding.blocker(
                    where,
                    "it is temporary",
                    "its rows belong to one session and are not in the WAL",
                    "leave it out: skip: true"));
        }
        return hierarchy(where, relation);
    }

    private static Optional<Finding> hierarchy(String where, Relation relation) {
        if (relation.partition()) {
            return Optional.of(Finding.blocker(
                    where,
                    "it is a partition of " + relation.parents(),
                    "changes arrive under the name of the partitioned table",
                    "map " + relation.parents() + " instead"));
        }
        if (relation.kind().equals("p")) {
            return Optional.of(Finding.note(
                    where,
                    "it is partitioned, into " + relation.children() + " partitions",
                    "its rows arrive as those of one table; a partition that is attached later is published with it",
                    null));
        }
        if (relation.children() > 0) {
            return Optional.of(Finding.blocker(
                    where,
                    relation.children() + " tables inherit from it",
                    "the backfill would read their rows as its own, and the stream would never bring their changes",
                    "ALTER TABLE child NO INHERIT " + where.substring("source table ".length())
                            + "; -- or leave the table out, and map the children"));
        }
        if (!relation.parents().equals("null")) {
            return Optional.of(Finding.note(
                    where,
                    "it inherits from " + relation.parents(),
                    "its rows also show in the parent, which therefore must not be mapped",
                    null));
        }
        return Optional.empty();
    }
}
