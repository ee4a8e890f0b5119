package io.crosswalk.operations.check.server;

import io.crosswalk.operations.check.Finding;
import io.crosswalk.operations.check.Inspection;
import io.crosswalk.operations.check.Query;
import io.crosswalk.operations.check.Side;
import io.crosswalk.operations.check.Surroundings;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Both servers are of a version that Crosswalk is tested with. */
public final class ServerVersions implements Inspection {

    private static final int OLDEST = 15;

    @Override
    public String subject() {
        return "server versions";
    }

    @Override
    public List<Finding> inspect(Surroundings surroundings) throws SQLException {
        List<Finding> findings = new ArrayList<>();
        for (Side side : List.of(surroundings.source(), surroundings.target())) {
            judge(side.label(), side.version()).ifPresent(findings::add);
            if (Query.of("SELECT pg_is_in_recovery()").holds(side.connection())) {
                findings.add(Finding.blocker(
                        side.label(),
                        "it is a standby",
                        "publications, the heartbeat and the target's tables have to be written",
                        "name the primary in " + side.label() + ".url"));
            }
        }
        return findings;
    }

    static Optional<Finding> judge(String side, int version) {
        return version >= OLDEST
                ? Optional.empty()
                : Optional.of(Finding.blocker(
                        side,
                        "it runs PostgreSQL " + version,
                        "Crosswalk is tested with PostgreSQL " + OLDEST + " and newer",
                        "upgrade the server to PostgreSQL " + OLDEST + " or newer"));
    }
}
