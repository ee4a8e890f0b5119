package io.crosswalk.operations.check.source;

import io.crosswalk.connector.preparation.SourcePreparation;
import io.crosswalk.operations.check.Finding;
import io.crosswalk.operations.check.Inspection;
import io.crosswalk.operations.check.Surroundings;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.postgres.Identifiers;
import io.crosswalk.transformer.MappedTransform;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tables whose updates and deletes do not carry what the migration needs. {@code run} sets the identity itself, under a lock; who wants to
 * choose the hour does it before.
 */
public final class ReplicaIdentityGaps implements Inspection {

    @Override
    public String subject() {
        return "replica identities";
    }

    @Override
    public List<Finding> inspect(Surroundings surroundings) throws SQLException {
        Set<TableId> whole =
                surroundings.transform().map(MappedTransform::needFullIdentity).orElse(Set.of());
        Map<TableId, String> missing = SourcePreparation.missingIdentities(
                surroundings.source().connection(),
                surroundings.sourceTables(),
                surroundings.source().catalog(),
                whole);
        List<Finding> findings = new ArrayList<>();
        missing.forEach((relation, identity) -> findings.add(gap(relation, identity, whole.contains(relation))));
        return findings;
    }

    static Finding gap(TableId relation, String identity, boolean whole) {
        String where = "source table " + relation;
        String mend = "ALTER TABLE " + Identifiers.quote(relation) + " REPLICA IDENTITY " + identity + ";";
        if (!identity.equals("FULL")) {
            return Finding.note(
                    where,
                    "its replica identity does not name its rows",
                    "crosswalk run sets it, under a short lock; without it the application's updates would fail once published",
                    mend);
        }
        return Finding.warning(
                where,
                whole
                        ? "it needs REPLICA IDENTITY FULL: what it becomes is made of several columns, one of them possibly large"
                        : "it has no key that can name its rows: it needs REPLICA IDENTITY FULL",
                "crosswalk run sets it, under a short lock. FULL writes the whole old row, large values included, into the WAL with"
                        + " every update and delete: more WAL, slower updates",
                whole
                        ? mend
                        : mend + " -- better: ALTER TABLE " + Identifiers.quote(relation) + " ADD PRIMARY KEY (...);");
    }
}
