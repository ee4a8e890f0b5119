package io.crosswalk.operations.check.server;

import io.crosswalk.operations.check.Finding;
import io.crosswalk.operations.check.Inspection;
import io.crosswalk.operations.check.Side;
import io.crosswalk.operations.check.Surroundings;
import io.crosswalk.operations.privileges.Privileges;
import io.crosswalk.pipeline.table.TargetTable;
import io.crosswalk.postgres.Identifiers;
import io.crosswalk.transformer.MappedTransform;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The two roles may do what a migration does. Each privilege that is missing is named with the statement that gives it. */
public final class RolePrivileges implements Inspection {

    private static final String NO_PERMISSION = "42501";

    @Override
    public String subject() {
        return "privileges of both roles";
    }

    @Override
    public List<Finding> inspect(Surroundings surroundings) throws SQLException {
        List<Finding> findings = new ArrayList<>();
        Side source = surroundings.source();
        for (String gap : Privileges.missingOnSource(source.connection(), surroundings.sourceTables())) {
            findings.add(missing(source, gap));
        }
        Side target = surroundings.target();
        for (String gap : Privileges.missingOnTarget(target.connection(), existing(surroundings))) {
            findings.add(missing(target, gap));
        }
        if (!maySetReplicaRole(target.connection())) {
            findings.add(Finding.blocker(
                    "target",
                    "the role " + target.role() + " may not set session_replication_role",
                    "the target's triggers and foreign keys would act on migrated rows, so the migrator refuses",
                    "GRANT SET ON PARAMETER session_replication_role TO " + Identifiers.quote(target.role())
                            + "; -- by a superuser"));
        }
        return findings;
    }

    // Which tables are missing is told elsewhere, and nobody can be asked about a table that is not there.
    private static List<TargetTable> existing(Surroundings surroundings) throws SQLException {
        List<TargetTable> existing = new ArrayList<>();
        for (TargetTable table :
                surroundings.transform().map(MappedTransform::targets).orElse(List.of())) {
            if (surroundings.target().catalog().table(table.id()).isPresent()) {
                existing.add(table);
            }
        }
        return existing;
    }

    private static Finding missing(Side side, String gap) {
        int colon = gap.indexOf(": ");
        return Finding.blocker(
                side.label(),
                "the role " + side.role() + " lacks: " + gap.substring(0, colon),
                "crosswalk run refuses to begin without it",
                gap.substring(colon + 2) + ";");
    }

    // Tried and not asked: Supabase lets its role set it in another way than by a grant. It is a setting of this
    // session
    // alone, and is reset.
    private static boolean maySetReplicaRole(Connection target) throws SQLException {
        try (Statement statement = target.createStatement()) {
            statement.execute("SET session_replication_role = replica");
            statement.execute("RESET session_replication_role");
            return true;
        } catch (SQLException e) {
            if (NO_PERMISSION.equals(e.getSQLState())) {
                return false;
            }
            throw e;
        }
    }
}
