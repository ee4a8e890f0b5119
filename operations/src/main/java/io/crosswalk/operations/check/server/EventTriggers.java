package io.crosswalk.operations.check.server;

import io.crosswalk.operations.check.Finding;
import io.crosswalk.operations.check.Inspection;
import io.crosswalk.operations.check.Query;
import io.crosswalk.operations.check.Side;
import io.crosswalk.operations.check.Surroundings;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Event triggers, which act on the few tables, indexes and schemas that a migration makes. */
public final class EventTriggers implements Inspection {

    @Override
    public String subject() {
        return "event triggers";
    }

    @Override
    public List<Finding> inspect(Surroundings surroundings) throws SQLException {
        List<Finding> findings = new ArrayList<>();
        for (Side side : List.of(surroundings.source(), surroundings.target())) {
            // Those of extensions are made for what they do.
            String sql = """
                    SELECT evtname, evtevent FROM pg_event_trigger t
                    WHERE evtenabled <> 'D' AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = t.oid AND d.deptype = 'e'
                                                            AND d.classid = 'pg_event_trigger'::regclass)
                    ORDER BY 1""";
            findings.addAll(Query.of(sql)
                    .list(
                            side.connection(),
                            row -> Finding.note(
                                    side.label(),
                                    "event trigger " + row.getString(1) + " runs at " + row.getString(2),
                                    side.label().equals("source")
                                            ? "it also runs when Crosswalk makes its schema and publication, and may refuse them"
                                            : "it also runs when Crosswalk makes its schema and builds indexes, and may refuse them",
                                    null)));
        }
        return findings;
    }
}
